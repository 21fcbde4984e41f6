"""Tap (a, b) begins a rows and b columns later, whatever the dilation."""

EXERCISE = "conv2d_by_shifts"
MESSAGE = "sees the padded picture from row a * dilation"
CHANGES = [
    ("top, left = a * dilation[0], b * dilation[1]", "top, left = a, b"),
]
