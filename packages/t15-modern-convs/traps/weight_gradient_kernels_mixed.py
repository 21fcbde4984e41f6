"""The kernels' axes are exchanged on the way out."""

EXERCISE = "depthwise_weight_gradient"
MESSAGE = "sum of g times the pixel"
CHANGES = [
    (
        "return out.reshape(c * m, 1, *kernel)",
        "return out.swapaxes(0, 1).reshape(c * m, 1, *kernel)",
    ),
]
