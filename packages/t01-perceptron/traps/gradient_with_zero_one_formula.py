"""p - y is the formula for labels 0 and 1; labels -1 pull far too hard."""

EXERCISE = "logistic_gradient"
MESSAGE = "so the rows pull with +0.5, -0.5, -0.5"


def logistic_gradient(X, y, w, b):
    miss = logistic(score(X, w, b)) - y
    return (miss @ X) / len(X), float(miss.mean())
