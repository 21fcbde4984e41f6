"""The caller's weights are changed."""

EXERCISE = "multiclass_pass"
MESSAGE = "work on a copy"


def multiclass_pass(A, own, W):
    W, mistakes = W, 0
    for row, mine in zip(A, own, strict=True):
        scores = W @ row
        others = scores.copy()
        others[mine] = -np.inf
        rival = others.argmax()
        if scores[mine] <= scores[rival]:
            W[mine] += row
            W[rival] -= row
            mistakes += 1
    return W, mistakes
