"""The padding is not cut off again."""

EXERCISE = "max_backward"
MESSAGE = "expected that of the pictures"
CHANGES = [
    ("return windows.crop(total)", "return total"),
]
