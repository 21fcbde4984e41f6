"""Padding of -inf takes the gradient of windows in which every pixel is -inf."""

EXERCISE = "max_backward"
MESSAGE = "is no pixel"
CHANGES = [
    ("windows.pad(lines, np.nan)", "windows.pad(lines, -np.inf)"),
]
