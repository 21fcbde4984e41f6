"""Activations made of straight pieces: values, and slopes that jump at the kinks."""

import numpy as np
from scratchcore import primitive
from scratchcore.ops import unbroadcast

from t07_activations.arrays import at_least_zero, at_most_zero, choose, floats, keep
from t07_activations.naive import naive_hardswish, naive_leaky_relu, naive_prelu, naive_relu


@primitive(composite=naive_relu)
def relu(x):  # exercise
    """Return max(x, 0), NaN where x is NaN; the slope at 0 is 0."""
    out = at_least_zero(floats(x))
    return out, lambda g: (keep(g, out != 0),)  # where x is NaN, so is out: g passes


@primitive(composite=naive_leaky_relu)
def leaky_relu(x, negative_slope=0.01):
    """Return x where it is positive, negative_slope * x elsewhere; at 0 the slope is the latter."""
    x = floats(x)
    slope = choose(x > 0, 1.0, negative_slope, x.dtype)
    return x * slope, lambda g: (g * slope,)


@primitive(composite=naive_prelu)
def prelu(x, weight):  # exercise
    """Return x where it is positive, weight * x elsewhere, the weight learned (He et al., 2015).

    `weight` has shape (1,), or one value per channel, which is axis 1 of `x` (axis 0 of a vector).
    At x = 0 the slope is the weight.
    """
    x = floats(x)
    shape = channel_shape(x, weight)
    w = weight.reshape(shape)
    negative = at_most_zero(x)
    out = at_least_zero(x)
    out += w * negative

    def backward(g):
        slope = choose(x > 0, 1.0, 0.0, x.dtype)
        slope += w * (1 - slope)
        slope *= g
        return slope, lambda: unbroadcast(g * negative, shape).reshape(weight.shape)

    return out, backward


def channel_shape(x, weight):
    """Return the shape in which `weight`, (1,) or (channels,), broadcasts against `x`."""
    axis = min(1, x.ndim - 1)
    channels = x.shape[axis] if x.ndim else 1
    if weight.shape not in ((), (1,), (channels,)):
        raise ValueError(
            f"weight has shape {weight.shape}, expected (1,) or ({channels},) for x of {x.shape}"
        )
    return tuple(weight.size if i == axis else 1 for i in range(x.ndim))


@primitive(composite=naive_hardswish)
def hardswish(x):
    """Return x * min(max(x + 3, 0), 6) / 6 (Howard et al., 2019): a silu of straight pieces."""
    x = floats(x)
    inner = np.asarray(x.clip(-3.0, 3.0))
    gate = np.asarray(inner + 3)
    gate *= 1 / 6

    def backward(g):
        slope = keep(inner, np.abs(inner) < 3)  # x between the kinks, 0 outside and at them
        slope *= 1 / 6
        slope += gate
        slope *= g
        return (slope,)

    return x * gate, backward
