"""R is the length of x, but the proof's rows are (x, 1)."""

EXERCISE = "novikoff_bound"
MESSAGE = "the longest row (4, 0, 1)"


def novikoff_bound(X, y, w, b):
    gamma = margin(X, y, w, b)
    if gamma <= 0:
        return np.inf
    return float((np.linalg.norm(check_rows(X), axis=1).max() / gamma) ** 2)
