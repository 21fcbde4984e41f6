"""The minimum is subtracted, which makes large scores larger."""

EXERCISE = "safe_scores"
MESSAGE = "expected finite"


def safe_scores(x, axis):
    with np.errstate(over="ignore"):
        return x - x.min(axis=axis, keepdims=True, initial=np.inf)
