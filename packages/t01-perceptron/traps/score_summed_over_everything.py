"""`np.sum` without an axis adds all rows into a single number."""

EXERCISE = "score"
MESSAGE = "one score per row"


def score(X, w, b):
    return np.sum(X * w) + b
