"""Every group takes the first biases."""

EXERCISE = "conv2d_grouped"
MESSAGE = "kernel 0 sees the first"
CHANGES = [
    (
        "None if bias is None else bias[ours]",
        "None if bias is None else bias[:outputs]",
    ),
]
