"""The bias is counted like a weight."""

EXERCISE = "conv_flops"
MESSAGE = "each with an addition"
CHANGES = [
    (
        "groups, bias=False)",
        "groups, bias=True)",
    ),
]
