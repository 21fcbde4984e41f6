"""Differentiable elementwise functions, one rule each: value, then gradient."""

import math

import numpy as np

from ..autograd import implements, primitive
from .broadcasting import unbroadcast

# Arithmetic. A gradient returned as a function is computed only if that operand needs it.


@primitive(np.add)
def add(x, y):
    sx, sy = getattr(x, "shape", ()), getattr(y, "shape", ())
    if sx == sy:
        return x + y, lambda g: (g, g)
    return x + y, lambda g: (lambda: unbroadcast(g, sx), lambda: unbroadcast(g, sy))


@primitive(np.subtract)
def subtract(x, y):
    sx, sy = getattr(x, "shape", ()), getattr(y, "shape", ())
    return x - y, lambda g: (lambda: unbroadcast(g, sx), lambda: unbroadcast(-g, sy))


@primitive(np.multiply)
def multiply(x, y):
    if isinstance(y, (int, float)):
        return x * y, lambda g: (g * y,)
    return x * y, lambda g: (
        lambda: unbroadcast(g * y, x.shape),
        lambda: unbroadcast(g * x, y.shape),
    )


@primitive(np.divide)
def divide(x, y):
    if isinstance(y, (int, float)):
        return x / y, lambda g: (g / y,)
    sx = getattr(x, "shape", ())
    return x / y, lambda g: (
        lambda: unbroadcast(g / y, sx),
        lambda: unbroadcast(-(g / y) * (x / y), y.shape),
    )


@primitive(np.power)
def power(x, y):
    """x ** y; where y is 0 the gradient for x is 0, where x is 0 that for a positive y is 0."""
    out = _power(x, y)
    return out, lambda g: (
        lambda: unbroadcast(_power_base(g, x, y), x.shape),
        lambda: unbroadcast(_power_exponent(g, x, y, out), y.shape),
    )


def _power(x, y):
    # pow() costs some 60 ns an element in float32: products serve for the usual exponents
    if isinstance(y, (int, float)):
        if y == 2:
            return x * x
        if y == 3:
            return x * x * x
    return x**y


def _power_base(g, x, y):
    if isinstance(y, (int, float)):
        return np.zeros_like(g) if y == 0 else g * (y * _power(x, y - 1))
    safe = np.where(y == 0, 1, y)
    return g * np.where(y == 0, 0.0 * g, y * x ** (safe - 1))


def _power_exponent(g, x, y, out):
    if isinstance(x, (int, float)):
        return g * out * (math.log(x) if x > 0 else math.nan if x < 0 else 0.0)
    zero = (x == 0) & (y >= 0)
    return np.where(zero, 0.0 * g, g * out * np.log(np.where(zero, 1.0, x)))


@primitive(np.floor_divide)
def floor_divide(x, y):
    """x // y: a step function, gradient zero."""
    out = x // y
    return out, lambda g: (np.zeros_like(x), np.zeros_like(y))


@primitive(np.remainder)
def remainder(x, y):
    """x % y = x - y * floor(x / y), the floor taken as constant."""
    sx, sy = getattr(x, "shape", ()), getattr(y, "shape", ())
    return x % y, lambda g: (
        lambda: unbroadcast(g, sx),
        lambda: unbroadcast(-g * np.floor_divide(x, y), sy),
    )


@primitive(np.negative)
def negative(x):
    return -x, lambda g: (-g,)


@primitive(np.positive)
def positive(x):
    return +x, lambda g: (g,)


@primitive(np.absolute)
def absolute(x):
    """|x|, with gradient 0 at 0."""
    return np.abs(x), lambda g: (g * np.sign(x),)


# Exponentials and logarithms


@primitive(np.exp)
def exp(x):
    out = np.exp(x)
    return out, lambda g: (g * out,)


@primitive(np.expm1)
def expm1(x):
    out = np.expm1(x)
    return out, lambda g: (g * (out + 1),)


@primitive(np.log)
def log(x):
    return np.log(x), lambda g: (g / x,)


@primitive(np.log1p)
def log1p(x):
    return np.log1p(x), lambda g: (g / (1 + x),)


@primitive(np.logaddexp)
def logaddexp(x, y):
    out = np.logaddexp(x, y)
    return out, lambda g: (
        lambda: unbroadcast(g * np.exp(x - out), x.shape),
        lambda: unbroadcast(g * np.exp(y - out), y.shape),
    )


# Powers


@primitive(np.sqrt)
def sqrt(x):
    out = np.sqrt(x)
    return out, lambda g: (g * 0.5 / out,)


@primitive(np.square)
def square(x):
    return x * x, lambda g: (2 * g * x,)


@primitive(np.reciprocal)
def reciprocal(x):
    out = 1 / x
    return out, lambda g: (-g * out * out,)


# Trigonometric and hyperbolic functions


@primitive(np.sin)
def sin(x):
    return np.sin(x), lambda g: (g * np.cos(x),)


@primitive(np.cos)
def cos(x):
    return np.cos(x), lambda g: (-g * np.sin(x),)


@primitive(np.tan)
def tan(x):
    out = np.tan(x)
    return out, lambda g: (g * (1 + out * out),)


@primitive(np.arcsin)
def arcsin(x):
    return np.arcsin(x), lambda g: (g / np.sqrt(1 - x * x),)


@primitive(np.arccos)
def arccos(x):
    return np.arccos(x), lambda g: (-g / np.sqrt(1 - x * x),)


@primitive(np.arctan)
def arctan(x):
    return np.arctan(x), lambda g: (g / (1 + x * x),)


@primitive(np.sinh)
def sinh(x):
    return np.sinh(x), lambda g: (g * np.cosh(x),)


@primitive(np.cosh)
def cosh(x):
    return np.cosh(x), lambda g: (g * np.sinh(x),)


@primitive(np.tanh)
def tanh(x):
    out = np.tanh(x)
    return out, lambda g: (g * (1 - out * out),)


# Step functions: the gradient is zero, as in PyTorch


def _flat(function):
    def rule(x):
        return function(x), lambda g: (np.zeros_like(g),)

    rule.__name__ = function.__name__
    rule.__doc__ = f"np.{function.__name__}: a step function, gradient zero."
    return primitive(function)(rule)


floor = _flat(np.floor)
ceil = _flat(np.ceil)
trunc = _flat(np.trunc)
rint = _flat(np.rint)
sign = _flat(np.sign)


@implements(np.round)
def round(x, decimals=0):
    """Round to a number of decimals: a step function, gradient zero."""
    return rint(x) if decimals == 0 else rint(x * 10.0**decimals) / 10.0**decimals


@implements(np.divmod)
def divmod(x, y):
    """Return x // y and x % y."""
    return floor_divide(x, y), remainder(x, y)


@primitive()
def astype(x, dtype):
    """Convert to a floating dtype; the gradient comes back in the dtype of `x`."""
    source = x.dtype
    return x.astype(dtype), lambda g: (g.astype(source),)


@primitive(np.copy)
def copy(x):
    return x.copy(), lambda g: (g,)
