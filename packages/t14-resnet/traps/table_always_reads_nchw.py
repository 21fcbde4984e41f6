"""Batch-innermost pictures are reshaped as if they lay NCHW: each use copies them."""

EXERCISE = "as_table"
MESSAGE = "the last two axes are one run"


def as_table(x, like=None):
    n, c, h, w = x.shape
    return np.ascontiguousarray(x).reshape(n, c, h * w)
