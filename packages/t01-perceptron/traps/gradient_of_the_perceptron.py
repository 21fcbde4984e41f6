"""Every row pulls with strength 1, however right it is."""

EXERCISE = "logistic_gradient"
MESSAGE = "the strength of the pull is logistic(-50)"


def logistic_gradient(X, y, w, b):
    return -(y @ X) / len(X), -float(y.mean())
