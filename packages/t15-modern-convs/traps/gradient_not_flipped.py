"""The gradient is convolved with the kernel as it is."""

EXERCISE = "depthwise_input_gradient"
MESSAGE = "spreads its gradient"
CHANGES = [
    (
        "weight[:, 0, ::-1, ::-1]",
        "weight[:, 0]",
    ),
]
