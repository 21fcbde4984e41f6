"""The sum over the rows instead of the mean: the step grows with the table."""

EXERCISE = "logistic_gradient"
MESSAGE = "minus the mean over three rows"


def logistic_gradient(X, y, w, b):
    pull = y * logistic(-y * score(X, w, b))
    return -(pull @ X), -float(pull.sum())
