"""Differentiable choices between values: at a tie of two operands each gets half."""

import numpy as np
from numpy import ndarray

from ..autograd import implements, primitive
from .broadcasting import discard, raw, unbroadcast


@primitive(np.maximum)
def maximum(x, y):
    x, y = _operands(x, y)
    out = _extreme(np.maximum, x, y) if type(x) is ndarray is type(y) else np.maximum(x, y)
    return out, lambda g: (
        lambda: unbroadcast(_to_winner(g, x, y), x.shape),
        lambda: unbroadcast(_to_winner(g, y, x), y.shape),
    )


@primitive(np.minimum)
def minimum(x, y):
    x, y = _operands(x, y)
    out = _extreme(np.minimum, x, y) if type(x) is ndarray is type(y) else np.minimum(x, y)
    return out, lambda g: (
        lambda: unbroadcast(_to_winner(g, y, x), x.shape),
        lambda: unbroadcast(_to_winner(g, x, y), y.shape),
    )


def _operands(x, y):
    """Make a scalar an array of the other's dtype: comparing with a Python number costs double."""
    if type(y) is float or type(y) is int:
        if type(x) is ndarray:
            y = np.array(y, x.dtype)
    elif type(x) is float or type(x) is int:
        x = np.array(x, y.dtype)
    return x, y


def _extreme(function, x, y):
    if x.size > 16384 and not y.ndim and x.shape[-1] >= 256:
        y = np.full(x.shape[-1], y)  # NumPy's loop for a scalar operand is 2x slower than a row
    return function(x, y)


def _to_winner(g, x, y):
    """Return `g` where x > y, half of it where they tie, 0 elsewhere."""
    if type(g) is not ndarray:
        x, y = raw(x), raw(y)
    ties = x == y
    g = discard(g, x < y)
    return g * np.where(ties, 0.5, 1.0).astype(g.dtype) if _any(ties) else g


def _any(mask):
    # for small arrays the call of ndarray.any takes longer than this search
    return mask.any() if mask.size > 4096 else 1 in mask.tobytes()


@implements(np.clip)
def clip(a, a_min=None, a_max=None, *, min=None, max=None):
    """Clip to [a_min, a_max]; the gradient passes where the value is inside, bounds included."""
    return clamp(a, min if a_min is None else a_min, max if a_max is None else a_max)


@primitive()
def clamp(x, low, high):
    """Clip with positional bounds, None for no bound. A bound that replaces x gets its gradient."""
    above = np.greater(x if low is None else np.maximum(x, low), np.inf if high is None else high)
    below = ~above & np.less(x, -np.inf if low is None else low)
    return np.clip(x, low, high), lambda g: (
        lambda: unbroadcast(discard(g, above | below), x.shape),
        lambda: unbroadcast(discard(g, ~below), low.shape),
        lambda: unbroadcast(discard(g, ~above), high.shape),
    )


@primitive(np.where)
def where(condition, x, y):
    condition = np.asarray(condition, dtype=bool)
    return np.where(condition, x, y), lambda g: (
        None,
        lambda: unbroadcast(discard(g, ~condition), x.shape),
        lambda: unbroadcast(discard(g, condition), y.shape),
    )
