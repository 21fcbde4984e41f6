"""The distance of every row, right or wrong: `abs` hides the mistakes."""

EXERCISE = "margin"
MESSAGE = "the wrong side counts as negative"


def margin(X, y, w, b):
    X = check_rows(X)
    v = np.append(w, b)
    if not v.any():
        raise ValueError("w and b are all zero")
    return float((abs(fold_labels(X, check_labels(y, len(X))) @ v)).min() / np.linalg.norm(v))
