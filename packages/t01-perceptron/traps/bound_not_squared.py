"""R / gamma without the square."""

EXERCISE = "novikoff_bound"
MESSAGE = "17 / (25 / 9) = 6.12"


def novikoff_bound(X, y, w, b):
    gamma = margin(X, y, w, b)
    if gamma <= 0:
        return np.inf
    longest = np.sqrt((np.square(check_rows(X)).sum(axis=1) + 1).max())
    return float(longest / gamma)
