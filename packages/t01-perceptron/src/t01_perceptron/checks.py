"""What may enter a neuron: finite rows of numbers, and one label of -1 or +1 for each."""

import numpy as np

LARGEST = 1e100  # squares, and sums of millions of them, still fit into a float64


def check_rows(X, *, features=None):
    """Return X as a float64 array (N, D), or raise a ValueError that says what is wrong with it.

    With `features`, D must be that number.
    """
    try:
        X = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"X must hold numbers in rows of equal length: {error}") from error
    if X.ndim != 2:
        raise ValueError(
            f"X must have two axes, (rows, features); got shape {X.shape}. "
            "For a single row x pass x[None, :]."
        )
    if 0 in X.shape:
        raise ValueError(f"X must have at least one row and one feature; got shape {X.shape}")
    if features is not None and X.shape[1] != features:
        raise ValueError(f"X must have the {features} features of fit; got shape {X.shape}")
    if not np.isfinite(X).all():
        row, column = np.argwhere(~np.isfinite(X))[0]
        raise ValueError(
            f"X must be finite; X[{row}, {column}] is {X[row, column]}. "
            "Fill in or drop the missing values first."
        )
    if abs(X).max() > LARGEST:
        raise ValueError(
            f"X must stay within {LARGEST:g}, or scores overflow; got {abs(X).max():.3g}. "
            "Rescale the features."
        )
    return X


def check_labels(y, rows):  # exercise
    """Return y as a float64 array of -1 and +1, one label for each of the `rows` rows.

    Raise a ValueError naming y, what it holds and what was expected, when the shape is not
    (rows,) or when any other label occurs. With a label of 0 the correction y * x is zero, and
    training would go on without learning from those rows.
    """
    y = np.asarray(y)
    if y.shape != (rows,):
        raise ValueError(
            f"y must hold one label for each of the {rows} rows, shape ({rows},); "
            f"got shape {y.shape}"
        )
    strange = [label for label in np.unique(y) if label not in (-1, 1)]
    if strange:
        raise ValueError(
            f"y must hold only the labels -1 and +1; got {strange[:5]}. "
            "For two classes 0 and 1 pass np.where(y == 1, 1, -1)."
        )
    return y.astype(np.float64)
