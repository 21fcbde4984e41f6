"""The maximum is subtracted from the caller's own scores."""

EXERCISE = "safe_scores"
MESSAGE = "changed in place"


def safe_scores(x, axis):
    x -= x.max(axis=axis, keepdims=True, initial=-np.inf)
    return x
