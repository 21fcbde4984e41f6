"""Every activation as one readable expression: what the tuned rules are compared with.

They use NumPy functions that have rules of their own, so automatic differentiation gives their
derivatives to any order: the tuned rules name them as composites. Safe for large arguments, but
each operation makes a temporary array, and on tensors a node of the graph.
"""

import math

import numpy as np

from t07_activations.erf import erf

SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def naive_relu(x):
    """max(x, 0)."""
    return np.where(np.less_equal(x, 0), 0.0, x)


def naive_leaky_relu(x, negative_slope=0.01):
    """x, or negative_slope * x where that is negative."""
    return np.where(np.greater(x, 0), x, negative_slope * x)


def naive_prelu(x, weight):
    """leaky_relu with one learned slope, or one per channel (axis 1)."""
    channels = (1, -1, *[1] * (x.ndim - 2)) if x.ndim > 1 else (-1,) * x.ndim
    return np.where(np.greater(x, 0), x, weight.reshape(channels) * x)


def naive_elu(x, alpha=1.0):
    """x, or alpha * (e**x - 1) where x is negative."""
    return np.where(np.greater(x, 0), x, alpha * np.expm1(np.where(np.greater(x, 0), 0.0, x)))


def naive_selu(x):
    """The scaled elu whose outputs keep mean 0 and variance 1."""
    return SELU_SCALE * naive_elu(x, SELU_ALPHA)


def naive_sigmoid(x):
    """1 / (1 + e**-x)."""
    return np.exp(-np.logaddexp(0.0, -x))


def naive_tanh(x):
    """The hyperbolic tangent."""
    return np.tanh(x)


def naive_softplus(x, beta=1.0, threshold=20.0):
    """log(1 + e**(beta x)) / beta, or x where beta x is above the threshold."""
    return np.where(np.greater(beta * x, threshold), x, np.logaddexp(0.0, beta * x) / beta)


def naive_silu(x):
    """x * sigmoid(x)."""
    return x * naive_sigmoid(x)


def naive_mish(x):
    """x * tanh(softplus(x))."""
    return x * np.tanh(naive_softplus(x))


def naive_hardswish(x):
    """x * min(max(x + 3, 0), 6) / 6."""
    return x * np.clip(x + 3.0, 0.0, 6.0) / 6.0


def naive_gelu_erf(x):
    """x times the probability that a normal variable is below x."""
    return x * (0.5 + 0.5 * erf(x * math.sqrt(0.5)))


def naive_gelu_tanh(x):
    """The approximation of Hendrycks and Gimpel (2016)."""
    return x * (0.5 + 0.5 * np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def naive_softmax(x, axis=-1):
    """e**x divided by its sum along the axis."""
    return np.exp(naive_log_softmax(x, axis))


def naive_log_softmax(x, axis=-1):
    """Return x minus log(sum(e**x)) along the axis."""
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)


def naive_glu(x, axis=-1):
    """The first half times the sigmoid of the second."""
    a, b = np.split(x, 2, axis)
    return a * naive_sigmoid(b)


def naive_swiglu(x, axis=-1):
    """The silu of the first half times the second."""
    a, b = np.split(x, 2, axis)
    return naive_silu(a) * b
