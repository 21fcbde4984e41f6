"""The mean distance instead of the smallest."""

EXERCISE = "margin"
MESSAGE = "the smallest 5"


def margin(X, y, w, b):
    X = check_rows(X)
    v = np.append(w, b)
    return float((fold_labels(X, check_labels(y, len(X))) @ v).mean() / np.linalg.norm(v))
