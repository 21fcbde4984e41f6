"""Sums over channels and scaled copies of them: the passes over memory that batch norm is made of.

An array (N, C, ...) has C channels: `x[:, c]` is one, and everything in it counts as samples. It
is read as a table (N, C * L), L positions to a channel. Sums come back in float64: they are few
numbers, and all others depend on them. Scaling needs an x that isn't empty.
"""

import math

import numpy as np
from scratchcore.iteration import row_by_row

_PIECE = 1024  # rows that are added in the dtype of x, before float64 takes over
_LONG = range(256, 65536)  # positions that BLAS adds at once, and that NumPy scales at full speed
_RUN = 6000  # elements from which NumPy works at full speed: rows of 1024 take 1.5 times as long


def channel_sums(x):
    """Return the sum of each channel of x (N, C, ...), (C,)."""
    if _length(x) in _LONG:
        rows = _rows(x)
        return np.vecdot(rows, np.ones(rows.shape[2:], x.dtype)).sum(axis=0, dtype=np.float64)
    if len(x) > _PIECE:
        return sum(channel_sums(x[i : i + _PIECE]) for i in range(0, len(x), _PIECE))
    # a product with ones is left to BLAS, which is twice as fast as sum(axis=0)
    return _per_channel(np.ones(len(x), x.dtype).dot(_table(x)), x)


def channel_dots(x, y):
    """Return the sum of x * y for each channel of two arrays (N, C, ...), (C,)."""
    if _length(x) in _LONG:
        return np.vecdot(_rows(x), _rows(y)).sum(axis=0, dtype=np.float64)
    if len(x) > _PIECE:
        pieces = (slice(i, i + _PIECE) for i in range(0, len(x), _PIECE))
        return sum(channel_dots(x[piece], y[piece]) for piece in pieces)
    # einsum multiplies and adds in one pass, without an array of products
    return _per_channel(np.einsum("ij,ij->j", _table(x), _table(y)), x)


def channel_affine(x, scale, shift, out=None):
    """Return x * scale + shift, in x's dtype; scale and shift are (C,).

    It is a new array, or `out`, which has x's shape and dtype and must not be x.
    """
    if out is None:
        out = np.empty(x.shape, x.dtype)
    elif not _writeable_wide(out):
        out[...] = channel_affine(x, scale, shift)
        return out
    wide, rows = _wide(x)
    target = out.reshape(wide)
    with row_by_row(wide[-1]):
        np.multiply(x.reshape(wide), _spread(scale, x, rows), out=target)
        target += _spread(shift, x, rows)
    return out


def channel_scale_(x, scale):
    """Multiply x (N, C, ...) by scale (C,) in place."""
    if not _writeable_wide(x):
        x *= scale.astype(x.dtype).reshape(-1, *[1] * (x.ndim - 2))
        return
    wide, rows = _wide(x)
    target = x.reshape(wide)
    with row_by_row(wide[-1]):
        target *= _spread(scale, x, rows)


def _length(x):
    """Return how many positions a channel of one sample has."""
    return math.prod(x.shape[2:])


def _rows(x):
    """Return x (N, C, ...) as (N, C, L)."""
    return x if x.ndim == 3 else x.reshape(*x.shape[:2], _length(x))


def _table(x):
    return x if x.ndim == 2 else x.reshape(len(x), x.shape[1] * _length(x))


def _per_channel(sums, x):
    """Add up the sums of columns (C * L,) that belong to one channel of x."""
    sums = sums.astype(np.float64)
    return sums if x.ndim == 2 else sums.reshape(x.shape[1], -1).sum(axis=1)


def _wide(x):
    """Return the shape of a table with several rows of x side by side, and how many they are.

    Long rows of a channel stay as they are, (N, C, L).
    """
    if _length(x) in _LONG:
        return (*x.shape[:2], _length(x)), 1
    width = x.size // len(x)
    wanted = -(-_RUN // width)
    rows = math.gcd(len(x), 1 << (wanted - 1).bit_length())  # a power of two that divides N
    return (len(x) // rows, rows * width), rows


def _writeable_wide(x):
    """Return whether x can be written to in its wide shape: reshaping must not make a copy."""
    return x.flags.c_contiguous or (x.ndim == 3 and _length(x) in _LONG)


def _spread(values, x, rows):
    """Return one number per column of the wide table from one per channel, or per long row."""
    values = values.astype(x.dtype)[:, None]
    if _length(x) in _LONG:
        return values
    spread = np.empty((rows, x.shape[1], _length(x)), x.dtype)
    spread[...] = values
    return spread.reshape(-1)
