"""The powers are divided by the sums of the columns."""

EXERCISE = "softmax"
MESSAGE = "the classic mistake"
CHANGES = [
    ("out /= sum_along(out, axis)", "out /= sum_along(out, 0)"),
]
