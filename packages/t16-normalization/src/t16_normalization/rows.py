"""Means and variances of the rows of a table, and work on a table in blocks.

Statistics are few numbers and all others depend on them: they come back in float64, though what
they are made of, squares and sums, is in the dtype of the table.
"""

import numpy as np
from scratchcore.iteration import row_by_row
from t08_losses.reduction import row_products, row_sums
from t12_im2col.threads import in_two_threads

FAR = 16  # squared distance of a mean from 0, in variances, from which x is centred first
_BLOCK = 1 << 19  # elements in one block: smaller ones cost more calls than the caches save


def by_blocks(function, count, width, run=None):
    """Call function(start, stop) for blocks of `count` rows of `width` elements.

    `run` is how many elements in a row share one number of a column, all of them by default: NumPy
    goes through them as `row_by_row` says.

    Return the list of what it returned. Two threads take half of the rows each if that pays: from
    800,000 elements on, as these are short calls that wait for Python's lock in between.
    """
    step = max(1, _BLOCK // max(1, width))

    def some(start, stop):
        with row_by_row(width if run is None else run):
            return [function(i, min(i + step, stop)) for i in range(start, stop, step)]

    return [result for half in in_two_threads(some, count, count * width // 4) for result in half]


def sum_rows(x):
    """Return the sum of each row of x (R, D), (R,) float64: a product with ones, left to BLAS."""
    return row_sums(x).astype(np.float64)


def dot_rows(x, y):
    """Return the sum of x * y for each row of two tables (R, D), (R,) float64."""
    return row_products(x, y).astype(np.float64)


def column(values, x):
    """Return values (R,) as (R, 1) in the dtype of the table x that they are combined with."""
    return values.astype(x.dtype)[:, None]


def mean_and_variance(x):  # exercise
    """Return mean and variance of each row of the table x (R, D), both (R,) and float64.

    The variance divides by D. A large mean must not spoil it: in float32 the mean of the squares
    minus the square of the mean has nothing left of a variance of 1 where the mean is 10,000.
    """
    size = x.shape[1]
    mean = sum_rows(x) / size  # (R,)
    square = mean * mean
    var = dot_rows(x, x) / size - square
    if (square > FAR * var).any():
        rounded = column(mean, x)
        centred = x - rounded  # (R, D)
        rest = sum_rows(centred) / size  # what that mean was off by
        mean, var = rounded[:, 0] + rest, dot_rows(centred, centred) / size - rest * rest
    return mean, var
