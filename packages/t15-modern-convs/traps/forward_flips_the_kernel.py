"""The kernel is turned round, as in mathematics."""

EXERCISE = "depthwise_forward"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "weight[j::m, 0]",
        "weight[j::m, 0, ::-1, ::-1]",
    ),
]
