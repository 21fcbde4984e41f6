"""(1 + tanh(s / 2)) / 2 is exact algebra, but 1 - 0.999... loses all digits on the left."""

EXERCISE = "logistic"
MESSAGE = "far to the left logistic(s) is exp(s)"


def logistic(s):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(s)))
