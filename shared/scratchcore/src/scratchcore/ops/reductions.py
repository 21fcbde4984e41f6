"""Differentiable reductions and scans. `axis` is None, an integer or a tuple, as in NumPy."""

import math

import numpy as np
from numpy import ndarray

from ..autograd import implements, primitive
from .broadcasting import discard, ones, raw
from .elementwise import sqrt


def reduced_axes(axis, ndim):
    """Return the reduced axes as a tuple of non-negative integers."""
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, (tuple, list)):
        return tuple(a % ndim for a in axis)
    return (axis % ndim,) if ndim else ()


def kept_shape(shape, axis):
    """Return `shape` with size one on the reduced axes, as keepdims=True gives it."""
    axes = reduced_axes(axis, len(shape))
    return tuple(1 if i in axes else n for i, n in enumerate(shape))


def _spread(g, shape, axis):
    """Repeat a reduction's gradient over the reduced axes, as a view."""
    return np.broadcast_to(g.reshape(kept_shape(shape, axis)), shape)


@primitive(np.sum)
def sum(x, axis=None, keepdims=False):
    shape = x.shape
    return _sum(x, axis, keepdims), lambda g: (_spread(g, shape, axis),)


def _sum(x, axis, keepdims):
    by_blas = type(x) is ndarray and x.ndim == 2 and x.size > 16384 and x.dtype.kind == "f"
    if by_blas and x.flags.c_contiguous and axis in (0, (0,), -2):
        out = ones(len(x), x.dtype).dot(x)
        return out[None] if keepdims else out
    return x.sum(axis=axis, keepdims=keepdims)


@primitive(np.mean)
def mean(x, axis=None, keepdims=False):
    shape = x.shape
    out = x.mean(axis=axis, keepdims=keepdims)
    scale = _count_ratio(shape, out.shape)
    return out, lambda g: (_spread(g * scale, shape, axis),)


def _count_ratio(shape, out_shape):
    """Return 1 / (values per output); nan where nothing is averaged."""
    size, out_size = math.prod(shape), math.prod(out_shape)
    return out_size / size if size else float("nan")


@primitive(np.var)
def var(x, axis=None, ddof=0, keepdims=False):
    shape = x.shape
    n = math.prod(shape[a] for a in reduced_axes(axis, len(shape))) - ddof
    scale = 2 / n if n > 0 else math.nan

    def backward(g):
        centred = x - x.mean(axis=axis, keepdims=True)
        return (_spread(g, shape, axis) * centred * scale,)

    return x.var(axis=axis, ddof=ddof, keepdims=keepdims), backward


@implements(np.std)
def std(x, axis=None, ddof=0, keepdims=False):
    """Square root of the variance; its gradient at 0 is that of sqrt."""
    return sqrt(var(x, axis, ddof, keepdims))


@primitive(np.max, np.amax)
def max(x, axis=None, keepdims=False):
    """Maximum; values that tie share the gradient evenly."""
    out = x.max(axis=axis, keepdims=keepdims)
    return out, lambda g: (_to_extremes(g, x, out, axis),)


@primitive(np.min, np.amin)
def min(x, axis=None, keepdims=False):
    """Minimum; values that tie share the gradient evenly."""
    out = x.min(axis=axis, keepdims=keepdims)
    return out, lambda g: (_to_extremes(g, x, out, axis),)


def _to_extremes(g, x, out, axis):
    kept = kept_shape(x.shape, axis)
    ties = x == out.reshape(kept)
    count = ties.sum(axis=reduced_axes(axis, x.ndim), keepdims=True, dtype=x.dtype)
    return discard(np.broadcast_to(g.reshape(kept) / count, x.shape), ~ties)


@primitive(np.prod)
def prod(x, axis=None, keepdims=False):
    shape = x.shape
    out = x.prod(axis=axis, keepdims=keepdims)
    return out, lambda g: (_spread(g, shape, axis) * _product_of_others(x, axis),)


def _product_of_others(x, axis):
    """Return for each value the product of all others on the reduced axes, without dividing."""
    axes = reduced_axes(axis, x.ndim)
    rest = [a for a in range(x.ndim) if a not in axes]
    order = [*rest, *axes]
    size = math.prod(x.shape[a] for a in axes)
    if not x.size:
        return np.zeros_like(x)
    rows = x.transpose(order).reshape((*(x.shape[a] for a in rest), size))
    before, after = [np.ones_like(rows[..., 0])], [np.ones_like(rows[..., 0])]
    for i in range(size - 1):
        before.append(before[-1] * rows[..., i])
        after.append(after[-1] * rows[..., size - 1 - i])
    others = [b * a for b, a in zip(before, reversed(after), strict=True)]
    stacked = np.stack(others, axis=-1).reshape([x.shape[a] for a in order])
    return stacked.transpose(np.argsort(order))


@primitive(np.cumsum)
def cumsum(x, axis=None):
    shape = x.shape
    if axis is None:
        return x.reshape(-1).cumsum(), lambda g: (_cumsum_back(g, 0).reshape(shape),)
    return x.cumsum(axis=axis), lambda g: (_cumsum_back(g, axis),)


def _cumsum_back(g, axis):
    return np.flip(np.cumsum(np.flip(g, axis), axis), axis)


@primitive()
def logsumexp(x, axis=None, keepdims=False):
    """log(sum(exp(x))) without overflow; its gradient is softmax(x)."""
    top = raw(x).max(axis=axis, keepdims=True)
    shift = np.where(np.isfinite(top), top, 0)
    kept = np.log(np.exp(x - shift).sum(axis=axis, keepdims=True)) + shift
    out = kept if keepdims else np.squeeze(kept, reduced_axes(axis, x.ndim))
    return out, lambda g: (g.reshape(kept.shape) * np.exp(x - kept),)
