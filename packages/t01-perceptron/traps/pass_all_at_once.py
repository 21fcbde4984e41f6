"""One product for all rows and one big correction: fast, but another algorithm."""

EXERCISE = "one_pass"
MESSAGE = "what the row before left"


def one_pass(Z, v):
    wrong = np.flatnonzero(Z @ v <= 0)
    return v + Z[wrong].sum(axis=0), wrong
