"""All scores are computed before the loop, so later rows meet old weights."""

EXERCISE = "one_pass_loop"
MESSAGE = "what the row before left"


def one_pass_loop(X, y, w, b):
    mistakes = 0
    scores = score(X, w, b)
    for x, label, s in zip(X, y, scores, strict=True):
        if label * s <= 0:
            w, b = nudge(w, b, x, label)
            mistakes += 1
    return w, b, mistakes
