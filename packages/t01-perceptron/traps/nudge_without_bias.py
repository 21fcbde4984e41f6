"""The bias never moves."""

EXERCISE = "nudge"
MESSAGE = "the bias met 1"


def nudge(w, b, x, y):
    return w + y * x, b
