"""The padding of the forward pass is used for the backward pass."""

EXERCISE = "depthwise_input_gradient"
MESSAGE = "spreads its gradient"
CHANGES = [
    (
        "back = backward_padding(lines.shape[::2], (h, w), weight.shape[2:], sides, dilation)",
        "back = sides",
    ),
]
