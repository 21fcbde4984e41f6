"""The delta rule's (y - answer) with labels -1 and +1 is 2, not 1: twice the step."""

EXERCISE = "nudge"
MESSAGE = "(1, -2) + (3, 4) = (4, 2)"


def nudge(w, b, x, y):
    answer = -y
    return w + (y - answer) * x, b + (y - answer)
