"""The row is always added, also when the answer should have been no."""

EXERCISE = "nudge"
MESSAGE = "turns the step round"


def nudge(w, b, x, y):
    return w + x, b + 1
