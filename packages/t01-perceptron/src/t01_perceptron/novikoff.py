"""How many mistakes a perceptron can make at most: the margin and Novikoff's bound."""

import numpy as np

from t01_perceptron.checks import check_labels, check_rows
from t01_perceptron.perceptron import fold_labels


def margin(X, y, w, b):  # exercise
    """Return the smallest y * score over the rows, divided by the length of (w, b).

    It is the distance of the closest row (x, 1) from the boundary, in the space where the bias
    is one more weight: negative as soon as one row is on the wrong side.
    """
    X = check_rows(X)
    v = np.append(w, b)  # (D + 1,)
    length = np.linalg.norm(v)
    if length == 0:
        raise ValueError("w and b are all zero: they draw no boundary, so there is no margin")
    return float((fold_labels(X, check_labels(y, len(X))) @ v).min() / length)


def novikoff_bound(X, y, w, b):  # exercise
    """Return (R / gamma) ** 2, which no perceptron's number of mistakes on these rows exceeds.

    gamma is the `margin` of w and b, any boundary that separates the rows (the wider, the better
    the bound), and R the length of the longest row (x, 1). Infinite where w and b don't separate
    (Novikoff, "On convergence proofs on perceptrons", 1962).
    """
    gamma = margin(X, y, w, b)
    if gamma <= 0:
        return np.inf
    longest = np.sqrt((np.square(check_rows(X)).sum(axis=1) + 1).max())
    return float((longest / gamma) ** 2)
