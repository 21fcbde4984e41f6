"""Axis 0: statistics of the columns, as in batch norm."""

EXERCISE = "mean_and_variance"
MESSAGE = "one mean per row"


def mean_and_variance(x):
    wide = x.astype(np.float64)
    return wide.mean(axis=0), wide.var(axis=0)
