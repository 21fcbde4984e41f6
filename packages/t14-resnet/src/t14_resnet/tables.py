"""Pictures as tables: memory as it lies, with the channels in the middle.

Whether pictures lie in memory as (N, C, H, W) or batch-innermost as (H, C, W, N), the channels are
the second of the axes: what comes before them is one axis A, what comes after them one axis B, and
x[:, c] of the table (A, C, B) is all of channel c, in A long runs.
"""

import numpy as np
from t12_im2col import batch_innermost, from_rows, rows

# Elements that are worked on at a time. 4 MB in float32 stay in the last level of the cache; pieces
# of 256 kB for the second level take twice as long: more calls, and more waiting for Python's lock.
_CACHED = 1 << 20


def as_table(x, like=None):  # exercise
    """Return x (N, C, H, W) as a table (A, C, B) without copying, if it lies in a known order.

    C-contiguous pictures give A = N, B = H * W, batch-innermost ones A = H, B = W * N; others are
    copied to batch-innermost. With `like`, pictures of the same shape, x is read in that one's
    order, and copied where it lies in another: two tables must not disagree on what is where.
    """
    if (x if like is None else like).flags.c_contiguous:
        lines = np.ascontiguousarray(x)  # (N, C, H, W)
    else:
        lines = rows(batch_innermost(x))  # (H, C, W, N)
    return lines.reshape(*lines.shape[:2], lines.shape[2] * lines.shape[3])


def from_table(table, like):
    """Return a table (A, C, B) that `as_table(like)` would have given as pictures again."""
    if like.flags.c_contiguous:
        return table.reshape(like.shape)
    n, c, h, w = like.shape
    return from_rows(table.reshape(h, c, w, n))


def channel_pieces(table, start, stop):
    """Yield slices that cover the channels start:stop, each as much as fits into the cache."""
    step = max(1, _CACHED // (len(table) * table.shape[2]))
    for first in range(start, stop, step):
        yield slice(first, min(first + step, stop))
