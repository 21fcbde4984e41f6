"""The order of pictures in memory: rows of a picture outermost, the batch innermost.

An array of shape (N, C, H, W) may lie in memory in any order of its axes. Here it is (H, C, W, N):
a row of all pictures is one long run, so that strided work along H, C and W moves whole runs, and
three rows in a row are a matrix without copying. NumPy's elementwise functions keep the order.
"""

import numpy as np


def rows(x):
    """Return the axes of x (N, C, H, W) in memory order: a view of shape (H, C, W, N)."""
    return x.transpose(2, 1, 3, 0)


def is_batch_innermost(x):
    """Tell whether x (N, C, H, W) lies in memory as (H, C, W, N), without gaps."""
    return rows(x).flags.c_contiguous


def batch_innermost(x):  # exercise
    """Return x (N, C, H, W) itself if it lies batch-innermost, else a copy that does."""
    return x if is_batch_innermost(x) else from_rows(np.ascontiguousarray(rows(x)))


def empty_batch_innermost(shape, dtype):
    """Return a new array of `shape` (N, C, H, W) that lies batch-innermost."""
    n, c, h, w = shape
    return from_rows(np.empty((h, c, w, n), dtype))


def from_rows(array):
    """Return what `rows` was given: a view (N, C, H, W) of an array (H, C, W, N)."""
    return array.transpose(3, 1, 0, 2)
