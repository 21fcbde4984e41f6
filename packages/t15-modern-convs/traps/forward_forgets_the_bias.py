"""The bias is added for the first kernel of a channel only."""

EXERCISE = "depthwise_forward"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "None if bias is None else bias[j::m]",
        "None if bias is None or j else bias[j::m]",
    ),
]
