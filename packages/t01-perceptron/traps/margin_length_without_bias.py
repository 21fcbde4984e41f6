"""Divided by the length of w alone, which is not the space the proof is about."""

EXERCISE = "margin"
MESSAGE = "(2, 2, -1) is sqrt(4 + 4 + 1) = 3 long"


def margin(X, y, w, b):
    X = check_rows(X)
    y = check_labels(y, len(X))
    return float((y * (X @ w + b)).min() / np.linalg.norm(w))
