"""Sizes that differ are not refused."""

EXERCISE = "broadcast_strides"
MESSAGE = "only an axis of size 1 can be repeated"
CHANGES = [
    ("if missing < 0 or any(n not in (1, wanted) for n, wanted in fits):", "if missing < 0:"),
]
