"""An axis of size 1 is repeated with its own stride, into cells that are not its."""

EXERCISE = "broadcast_strides"
MESSAGE = "stays in the same cell"
CHANGES = [
    ("0 if n == 1 else stride for", "stride for"),
]
