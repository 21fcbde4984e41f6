"""The products are never summed: one number per feature instead of one per row."""

EXERCISE = "score"
MESSAGE = "one score per row"


def score(X, w, b):
    return X * w + b
