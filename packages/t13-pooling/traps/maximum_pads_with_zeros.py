"""Padding is 0, as in convolution."""

EXERCISE = "max_forward"
MESSAGE = "zeros would win"
CHANGES = [
    ("windows.pad(lines, -np.inf)", "windows.pad(lines, 0)"),
]
