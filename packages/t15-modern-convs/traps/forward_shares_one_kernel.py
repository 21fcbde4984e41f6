"""The m kernels of a channel are taken in blocks of C instead of every m-th."""

EXERCISE = "depthwise_forward"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "weight[j::m, 0]",
        "weight[j * x.shape[1] : (j + 1) * x.shape[1], 0]",
    ),
]
