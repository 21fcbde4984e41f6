"""The own score is hidden with 0, which beats every negative rival."""

EXERCISE = "multiclass_pass"
MESSAGE = "even where all scores are negative"


def multiclass_pass(A, own, W):
    W, mistakes = W.copy(), 0
    for row, mine in zip(A, own, strict=True):
        scores = W @ row
        others = scores.copy()
        others[mine] = 0.0
        rival = others.argmax()
        if scores[mine] <= others[rival]:
            W[mine] += row
            W[rival] -= row
            mistakes += 1
    return W, mistakes
