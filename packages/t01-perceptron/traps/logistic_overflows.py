"""The textbook formula: exp(-s) overflows for s below -709."""

EXERCISE = "logistic"
MESSAGE = "never take exp of a large positive number"


def logistic(s):
    return 1 / (1 + np.exp(-np.asarray(s)))
