"""The rival is sought among all classes: a tie that the own class wins is taken as right."""

EXERCISE = "multiclass_pass"
MESSAGE = "its rival is class 1"


def multiclass_pass(A, own, W):
    W, mistakes = W.copy(), 0
    for row, mine in zip(A, own, strict=True):
        answer = (W @ row).argmax()
        if answer != mine:
            W[mine] += row
            W[answer] -= row
            mistakes += 1
    return W, mistakes
