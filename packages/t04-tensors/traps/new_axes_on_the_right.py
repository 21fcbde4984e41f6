"""The strides of new axes are put at the end."""

EXERCISE = "broadcast_strides"
MESSAGE = "two new axes on the left"
CHANGES = [
    ("return (0,) * missing + tuple(kept)", "return tuple(kept) + (0,) * missing"),
]
