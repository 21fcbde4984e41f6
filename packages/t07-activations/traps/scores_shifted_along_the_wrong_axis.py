"""The maximum is taken along the other axis, of each column."""

EXERCISE = "safe_scores"
MESSAGE = "differences stay"


def safe_scores(x, axis):
    return x - x.max(axis=0, keepdims=True, initial=-np.inf)
