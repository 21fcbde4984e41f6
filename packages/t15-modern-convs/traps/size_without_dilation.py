"""The kernel spans as many pixels as it has taps."""

EXERCISE = "transposed_size"
MESSAGE = "span of the last stamp"
CHANGES = [
    (
        "dilation * (kernel - 1)",
        "(kernel - 1)",
    ),
]
