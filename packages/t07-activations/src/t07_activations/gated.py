"""Activations that multiply their input with a gate: silu, mish, gelu, glu, swiglu."""

import math

import numpy as np
from scratchcore import primitive

from t07_activations.arrays import exponential, floats, require_axis
from t07_activations.curved import sigmoid
from t07_activations.erf import normal_cdf
from t07_activations.naive import (
    naive_gelu_erf,
    naive_gelu_tanh,
    naive_glu,
    naive_mish,
    naive_silu,
    naive_swiglu,
)


@primitive(composite=naive_silu)
def silu(x):  # exercise
    """Return x * sigmoid(x), also called swish (Elfwing et al., 2017)."""
    x = floats(x)
    gate = sigmoid(x)
    out = x * gate

    def backward(g):
        slope = 1 - gate
        slope *= out
        slope += gate
        slope *= g
        return (slope,)

    return out, backward


@primitive(composite=naive_mish)
def mish(x):  # exercise
    """Return x * tanh(softplus(x)) (Misra, 2019)."""
    x = floats(x)
    capped = np.asarray(x.clip(-np.inf, 20.0))  # beyond 20 the gate is 1
    n = exponential(capped)
    w = n * (n + 2)
    gate = w / (w + 2)

    def backward(g):
        slope = n * (n + 1)
        slope *= 4
        slope *= capped
        slope /= np.square(w + 2)
        slope += gate
        slope *= g
        return (slope,)

    return x * gate, backward


@primitive(composite=naive_gelu_erf)
def gelu_erf(x):  # exercise
    """Return x * P(Z < x) for a standard normal Z (Hendrycks and Gimpel, 2016)."""
    x = floats(x)
    gate = normal_cdf(x)

    def backward(g):
        density = exponential(x * x, -0.5)
        density *= 1 / math.sqrt(2 * math.pi)
        density *= x
        density += gate
        density *= g
        return (density,)

    return x * gate, backward


@primitive(composite=naive_gelu_tanh)
def gelu_tanh(x):  # exercise
    """Return x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x**3))) / 2, an approximation of gelu."""
    x = floats(x)
    a = 2 * math.sqrt(2 / math.pi)  # (1 + tanh(z)) / 2 is sigmoid(2 z)
    b = a * 0.044715
    square = np.asarray(x * x)
    odds = np.asarray(square * b)  # an array also for a single number
    odds += a
    odds *= x
    gate = sigmoid(odds)
    out = x * gate

    def backward(g):
        slope = square * (3 * b)
        slope += a
        slope *= 1 - gate
        slope *= out
        slope += gate
        slope *= g
        return (slope,)

    return out, backward


def gelu(x, approximate="none"):
    """Return x * P(Z < x) for a standard normal Z, exactly or with approximate="tanh"."""
    if approximate not in ("none", "tanh"):
        raise ValueError(f"approximate must be 'none' or 'tanh', got {approximate!r}")
    return gelu_erf(x) if approximate == "none" else gelu_tanh(x)


def _halves(x, axis):
    """Return views of the two halves of `x` along `axis`, or raise ValueError."""
    require_axis(x, axis)
    if x.shape[axis] % 2:
        raise ValueError(f"axis {axis} of x has odd size {x.shape[axis]}, expected two halves")
    return np.split(x, 2, axis)


@primitive(composite=naive_glu)
def glu(x, axis=-1):  # exercise
    """Return a * sigmoid(b) for the halves a, b of `x` along `axis` (Dauphin et al., 2017)."""
    x = floats(x)
    a, b = _halves(x, axis)
    gate = sigmoid(b)
    out = a * gate

    def backward(g):
        gx = np.empty_like(x)
        ga, gb = np.split(gx, 2, axis)
        np.multiply(g, gate, out=ga)
        slope = 1 - gate
        slope *= out
        np.multiply(slope, g, out=gb)  # one pass over the half: its rows lie apart in memory
        return (gx,)

    return out, backward


@primitive(composite=naive_swiglu)
def swiglu(x, axis=-1):
    """Return silu(a) * b for the halves a, b of `x` along `axis` (Shazeer, 2020)."""
    x = floats(x)
    a, b = _halves(x, axis)
    gate = sigmoid(a)
    swish = a * gate

    def backward(g):
        gx = np.empty_like(x)
        ga, gb = np.split(gx, 2, axis)
        np.multiply(g, swish, out=gb)
        slope = 1 - gate
        slope *= swish
        slope += gate
        slope *= g
        np.multiply(slope, b, out=ga)
        return (gx,)

    return swish * b, backward
