"""The pull itself is returned: its sign is the opposite of the gradient's."""

EXERCISE = "logistic_gradient"
MESSAGE = "minus the mean over three rows"


def logistic_gradient(X, y, w, b):
    pull = y * logistic(-y * score(X, w, b))
    return (pull @ X) / len(X), float(pull.mean())
