"""Axes are merged by their sizes alone, so new axes reach across gaps."""

EXERCISE = "view_strides"
MESSAGE = "cell 4 is not part of it"
CHANGES = [
    ("if runs and runs[-1][1] == n * stride:", "if runs and n > 1:"),
]
