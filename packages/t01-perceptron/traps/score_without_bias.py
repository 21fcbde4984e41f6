"""The bias is forgotten: every boundary goes through the origin."""

EXERCISE = "score"
MESSAGE = "the bias comes on top"


def score(X, w, b):
    return X @ w
