"""`< 0` instead of `<= 0`: at zero no row is ever mistaken."""

EXERCISE = "one_pass"
MESSAGE = "a tie is a mistake"


def one_pass(Z, v):
    wrong = []
    for i, z in enumerate(Z):
        if z @ v < 0:
            v = v + z
            wrong.append(i)
    return v, np.array(wrong, dtype=np.intp)
