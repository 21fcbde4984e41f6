"""A multiplication with its addition counts as one."""

EXERCISE = "conv_flops"
MESSAGE = "each with an addition"
CHANGES = [
    (
        "return 2 * weights",
        "return weights",
    ),
]
