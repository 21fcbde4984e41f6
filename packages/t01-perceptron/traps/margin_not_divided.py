"""The smallest y * score without its division: ten times the weights, ten times the margin."""

EXERCISE = "margin"
MESSAGE = "the distance stays the same"


def margin(X, y, w, b):
    X = check_rows(X)
    v = np.append(w, b)
    return float((fold_labels(X, check_labels(y, len(X))) @ v).min())
