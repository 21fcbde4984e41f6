"""`v += z` writes into the vector of the caller."""

EXERCISE = "one_pass"
MESSAGE = "was changed"


def one_pass(Z, v):
    wrong = []
    for i, z in enumerate(Z):
        if z @ v <= 0:
            v += z
            wrong.append(i)
    return v, np.array(wrong, dtype=np.intp)
