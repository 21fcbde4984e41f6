"""The dilation of the forward pass is not passed on: the taps are looked for side by side."""

EXERCISE = "conv2d_weight_gradient"
MESSAGE = "used at every place"
CHANGES = [
    (
        "(g, x, kernel_size, padding, stride, dilation)",
        "(g, x, kernel_size, padding, stride, (1, 1))",
    )
]
