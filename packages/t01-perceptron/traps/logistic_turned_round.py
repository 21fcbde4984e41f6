"""The sign of the exponent is lost, so that yes and no change places."""

EXERCISE = "logistic"
MESSAGE = "odds of 3 to 1"


def logistic(s):
    return np.exp(-np.logaddexp(0.0, np.asarray(s)))
