"""`+=` on an array writes into the caller's weights."""

EXERCISE = "nudge"
MESSAGE = "return new weights"


def nudge(w, b, x, y):
    w += y * x
    return w, b + y
