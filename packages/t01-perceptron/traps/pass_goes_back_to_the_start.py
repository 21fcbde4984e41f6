"""After a correction the search begins again at row 0, so one call makes many passes."""

EXERCISE = "one_pass"
MESSAGE = "the visit goes on with row i + 1"


def one_pass(Z, v):
    wrong = []
    for _ in range(10 * len(Z)):
        mistaken = Z @ v <= 0
        if not mistaken.any():
            break
        wrong.append(int(mistaken.argmax()))
        v = v + Z[wrong[-1]]
    return v, np.array(wrong, dtype=np.intp)
