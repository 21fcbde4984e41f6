"""The kernel is turned round, as in mathematics."""

EXERCISE = "depthwise_by_shifts"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "weight[:, 0, i, j]",
        "weight[:, 0, -1 - i, -1 - j]",
    ),
]
