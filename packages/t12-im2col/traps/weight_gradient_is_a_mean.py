"""The batch is averaged."""

EXERCISE = "conv2d_weight_gradient"
MESSAGE = "summed over all of them"
CHANGES = [
    (
        "(g, x, kernel_size, padding, stride, dilation)",
        "(g, x, kernel_size, padding, stride, dilation) / max(x.shape[3], 1)",
    )
]
