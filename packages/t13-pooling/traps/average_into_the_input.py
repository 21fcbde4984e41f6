"""The first slice is a view of the pictures."""

EXERCISE = "average_forward"
MESSAGE = "copy before you add"
CHANGES = [
    ("out = padded[first[0], :, first[1]].copy()", "out = padded[first[0], :, first[1]]"),
]
