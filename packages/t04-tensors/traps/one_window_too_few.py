"""The windows are counted as n - size: the last one is missing."""

EXERCISE = "sliding_windows"
MESSAGE = "5 - 3 + 1 = 3 windows"
CHANGES = [
    ("shape[k] -= size - 1", "shape[k] -= size"),
]
