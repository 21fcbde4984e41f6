"""The taps are asked in reverse."""

EXERCISE = "max_backward"
MESSAGE = "the first row by row"
CHANGES = [
    ("for down, across in windows.taps:", "for down, across in windows.taps[::-1]:"),
]
