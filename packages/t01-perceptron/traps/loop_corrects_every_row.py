"""Every row is learnt from, right or wrong."""

EXERCISE = "one_pass_loop"
MESSAGE = "nothing moves"


def one_pass_loop(X, y, w, b):
    mistakes = 0
    for x, label in zip(X, y, strict=True):
        mistakes += label * score(x, w, b) <= 0
        w, b = nudge(w, b, x, label)
    return w, b, mistakes
