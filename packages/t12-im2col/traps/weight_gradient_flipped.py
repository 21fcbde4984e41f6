"""The gradient of a convolution that flips its kernel."""

EXERCISE = "conv2d_weight_gradient"
MESSAGE = "used at every place"
CHANGES = [
    (
        "(g, x, kernel_size, padding, stride, dilation)",
        "(g, x, kernel_size, padding, stride, dilation)[..., ::-1, ::-1]",
    )
]
