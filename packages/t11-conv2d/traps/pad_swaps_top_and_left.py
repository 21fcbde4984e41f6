"""Rows are added where columns are due."""

EXERCISE = "pad2d"
MESSAGE = "rows of zeros above and below"
CHANGES = [
    ("(top, bottom), (left, right) = padding", "(left, right), (top, bottom) = padding"),
]
