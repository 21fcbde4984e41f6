"""The square makes a negative margin look like a bound."""

EXERCISE = "novikoff_bound"
MESSAGE = "a negative margin bounds nothing"


def novikoff_bound(X, y, w, b):
    gamma = margin(X, y, w, b)
    longest = np.sqrt((np.square(check_rows(X)).sum(axis=1) + 1).max())
    return float((longest / gamma) ** 2) if gamma else np.inf
