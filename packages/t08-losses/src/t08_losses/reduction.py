"""What the losses share: reductions, and how a fused loss hands out its gradient.

Rules written with these functions run on arrays, where they work in place and through BLAS, and on
tensors, where they make the graph of the second derivative.
"""

import math

import numpy as np
from numpy import ndarray
from scratchcore import Tensor
from scratchcore.ops.broadcasting import ones, raw

REDUCTIONS = ("none", "sum", "mean")


def products(a, b, reduction):
    """Return a * b element by element, or their sum, without making the products, to be reduced.

    For "sum" and "mean" this is the inner product of all elements, one call of BLAS.
    """
    if reduction == "none":
        return a * b
    return np.dot(a.reshape(-1), b.reshape(-1))


def total(values, reduction):
    """Return `values` for "none", else their sum: a product with ones is 3 times faster."""
    if reduction == "none":
        return values
    if type(values) is ndarray and values.ndim > 1 and values.shape[-1] > 16:
        return row_sums(values).sum()
    return values.sum()


def total_log1p(e, reduction):
    """Return log(1 + e) for e >= 0, or the sum of all.

    (1 + a) (1 + b) - 1 = a + b + a b has no cancellation: one logarithm serves for 8 values.
    """
    if reduction == "none" or type(e) is not ndarray:
        return total(np.log1p(e), reduction)
    e, odd = e.reshape(-1), 0.0
    for _ in range(3):
        odd += np.log1p(e[-1]) if e.size % 2 else 0.0
        half = e.size // 2
        joined = e[:half] * e[half : 2 * half]
        joined += e[:half]
        joined += e[half : 2 * half]
        e = joined
    return np.log1p(e).sum() + odd


def row_sums(x):
    """Return the sums over the last axis."""
    if type(x) is ndarray and x.dtype.kind == "f":
        return x.dot(ones(x.shape[-1], x.dtype))
    return x.sum(axis=-1)


def row_products(a, b):
    """Return the inner products of the rows (last axis) of `a` and `b`."""
    if type(a) is ndarray is type(b):
        return np.vecdot(a, b)
    return (a * b).sum(axis=-1)


# How a fused loss ends: with its gradient


def shares(count, reduction):
    """Return what loss and gradient are multiplied with: 1 / count for the mean of `count` losses.

    The mean of nothing is nan, its gradient 0, both as in PyTorch.
    """
    if reduction != "mean":
        return 1.0, 1.0
    return (1 / count, 1 / count) if count else (math.nan, 0.0)


def finish(loss, slope, reduction, scale=1.0, other=None):
    """Return the reduced loss and its backward pass, as a primitive does.

    `loss` holds all losses for "none", else their sum. `slope` times `scale` is the derivative of
    each loss; the array must be the caller's own, because it is overwritten: scaled at once, it is
    the gradient itself when `loss.backward()` is all that follows. `other` computes the slope for a
    second operand, when somebody wants it.
    """
    share, gradient_share = shares(math.prod(slope.shape), reduction)
    scale *= gradient_share
    gradient = slope if scale == 1 else onto(np.multiply, slope, scale)
    if other is None:
        return loss * share, lambda g: (weigh(gradient, g),)
    return loss * share, lambda g: (weigh(gradient, g), lambda: weigh(other(), g * gradient_share))


def weigh(gradient, g):
    """Return `gradient` times the incoming one, of the whole loss, each row or each element."""
    if type(g) is ndarray and not g.ndim and g == 1:
        return gradient
    return gradient * g.reshape(g.shape + (1,) * (gradient.ndim - g.ndim))


def onto(ufunc, x, *others):
    """Return ufunc(x, *others), written over `x`: only for what the rule itself has made.

    Where one of them is a tensor, the result is a new one.
    """
    if type(x) is ndarray and not any(isinstance(other, Tensor) for other in others):
        return ufunc(x, *others, out=x)
    return ufunc(x, *others)


def subtract_at_(x, columns, values):
    """Do x[i, columns[i]] -= values[i] for every row i, in place as `onto`."""
    if type(x) is not ndarray:
        picked = np.zeros(x.shape, x.dtype)
        return x - subtract_at_(picked, columns, -raw(values))
    x[np.arange(len(x)), columns] -= values
    return x
