"""Activations with an exponential on one side: sigmoid, softplus and the elu family."""

import numpy as np
from scratchcore import primitive

from t07_activations.arrays import at_least_zero, choose, exponential, floats, keep
from t07_activations.naive import (
    SELU_ALPHA,
    SELU_SCALE,
    naive_elu,
    naive_selu,
    naive_sigmoid,
    naive_softplus,
    naive_tanh,
)


@primitive(composite=naive_sigmoid)
def sigmoid(x):  # exercise
    """Return 1 / (1 + e**-x), between 0 and 1, for arguments of any size."""
    x = floats(x)
    with np.errstate(over="ignore"):  # 1 / (1 + inf) is the right 0
        out = exponential(x, -1.0)
    out += 1
    np.reciprocal(out, out=out)

    def backward(g):
        slope = 1 - out
        slope *= out
        slope *= g
        return (slope,)

    return out, backward


@primitive(composite=naive_tanh)
def tanh(x):  # replaces scratchcore
    """Return the hyperbolic tangent, 2 * sigmoid(2 x) - 1."""
    out = np.tanh(floats(x))

    def backward(g):
        slope = np.asarray(out * out)
        np.subtract(1, slope, out=slope)
        slope *= g
        return (slope,)

    return out, backward


@primitive(composite=naive_softplus)
def softplus(x, beta=1.0, threshold=20.0):  # exercise
    """Return log(1 + e**(beta x)) / beta, and x where beta * x is above the threshold.

    ValueError unless beta is positive.
    """
    if not beta > 0:
        raise ValueError(f"beta must be positive, got {beta}")
    x = floats(x)
    curve = exponential(np.abs(x), -beta)  # at most 1
    np.log1p(curve, out=curve)
    curve *= 1 / beta
    out = at_least_zero(x)
    out += curve
    # above a high threshold rounding gives x by itself
    linear = x * beta > threshold if threshold < -np.log(np.finfo(x.dtype).eps) else None
    if linear is not None:
        out = np.where(linear, x, out)

    def backward(g):
        slope = sigmoid(np.asarray(x * beta))
        if linear is not None:
            slope = np.where(linear, 1, slope)
        return (g * slope,)

    return out, backward


@primitive(composite=naive_elu)
def elu(x, alpha=1.0):  # exercise
    """Return x where it is positive, alpha * (e**x - 1) elsewhere (Clevert et al., 2016)."""
    x = floats(x)
    negative = np.asarray(np.expm1(keep(x, x < 0)))
    negative *= alpha
    out = at_least_zero(x)
    out += negative

    def backward(g):
        slope = negative + choose(x <= 0, alpha, 1.0, x.dtype)
        slope *= g
        return (slope,)

    return out, backward


@primitive(composite=naive_selu)
def selu(x):  # exercise
    """Return scale * elu(x, alpha), which keeps mean 0 and variance 1 (Klambauer et al., 2017).

    With independent inputs of mean 0 and variance 1, alpha = 1.6732632423543772 and scale =
    1.0507009873554805 give outputs of mean 0 and variance 1.
    """
    x = floats(x)
    negative = np.asarray(np.expm1(keep(x, x < 0)))
    negative *= SELU_SCALE * SELU_ALPHA
    out = at_least_zero(x)
    out *= SELU_SCALE
    out += negative

    def backward(g):
        steep = SELU_SCALE * SELU_ALPHA
        slope = negative + choose(x <= 0, steep, SELU_SCALE, x.dtype)
        slope *= g
        return (slope,)

    return out, backward
