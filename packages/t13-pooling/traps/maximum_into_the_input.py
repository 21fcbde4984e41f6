"""The first slice is a view of the pictures, which are overwritten."""

EXERCISE = "max_forward"
MESSAGE = "copy the first slice"
CHANGES = [
    ("out = padded[first[0], :, first[1]].copy()", "out = padded[first[0], :, first[1]]"),
]
