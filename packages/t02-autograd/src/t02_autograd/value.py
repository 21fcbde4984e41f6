"""A number that remembers how it was computed."""

import math
from numbers import Real

from t02_autograd.graph import topological_order


class Value:
    """Hold one float, the gradient collected for it, and the operation that made it.

    `_children` are the Values the operation read, in order, and `_op` is its symbol: "+", "*",
    "**2", the name of a function such as "tanh", or "" for a leaf. `_backward(g)` takes g, the
    gradient of some output with respect to this Value, and adds what it means for each child to
    that child's `grad`. Operations hand all of these to `Value(...)`.
    """

    __slots__ = ("__weakref__", "_backward", "_children", "_op", "data", "grad")
    __array_ufunc__ = None  # makes `np.float64(2) * Value(3)` call Value.__rmul__

    def __init__(self, data, _children=(), _op="", _backward=None):
        self.data = data if type(data) is float else _as_float(data)
        self.grad = 0.0
        self._children = _children
        self._op = _op
        self._backward = _backward or _pass_nothing_on

    def __repr__(self):
        return f"Value(data={self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other):  # exercise
        """Return self + other, for a Value or a real number on the right."""
        other = _as_value(other)

        def backward(g):
            self.grad += g
            other.grad += g

        return Value(self.data + other.data, (self, other), "+", backward)

    def __mul__(self, other):  # exercise
        """Return self * other, for a Value or a real number on the right."""
        other = _as_value(other)
        a, b = self.data, other.data

        def backward(g):
            self.grad += b * g
            other.grad += a * g

        return Value(a * b, (self, other), "*", backward)

    def __pow__(self, exponent):  # exercise
        """Return self ** exponent, for a Value or a real number as the exponent.

        A number is a constant: it is no child and gets no gradient. Its slope for exponent 0 is 0,
        at self = 0 too. A Value as the exponent needs self > 0, since a ** b = exp(b log a).
        `_power` raises the errors for what is not a real number.
        """
        if isinstance(exponent, Value):
            return (exponent * self.log()).exp()
        exponent = _as_float(exponent)
        out = _power(self.data, exponent)
        slope = exponent * _power(self.data, exponent - 1) if exponent else 0.0

        def backward(g):
            self.grad += slope * g

        return Value(out, (self,), f"**{exponent:g}", backward)

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -_as_value(other)

    def __truediv__(self, other):
        return self * _as_value(other) ** -1

    def __radd__(self, other):
        return _as_value(other) + self

    def __rmul__(self, other):
        return _as_value(other) * self

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    def __rpow__(self, other):
        return _as_value(other) ** self

    def exp(self):  # exercise
        """Return e to the power self; raise OverflowError naming self if that is no float."""
        try:
            out = math.exp(self.data)
        except OverflowError:
            raise OverflowError(f"exp({self.data}) is too large for a float") from None

        def backward(g):
            self.grad += out * g

        return Value(out, (self,), "exp", backward)

    def log(self):  # exercise
        """Return the natural logarithm of self; raise ValueError naming self unless it is > 0."""
        x = self.data
        if x <= 0:
            raise ValueError(f"log needs a positive number, got {x}")

        def backward(g):
            self.grad += g / x

        return Value(math.log(x), (self,), "log", backward)

    def tanh(self):  # exercise
        """Return the hyperbolic tangent of self."""
        out = math.tanh(self.data)

        def backward(g):
            self.grad += (1 - out * out) * g

        return Value(out, (self,), "tanh", backward)

    def relu(self):  # exercise
        """Return the larger of 0 and self; the slope at 0 is 0 and NaN stays NaN."""
        x = self.data

        def backward(g):
            self.grad += g if x > 0 else 0.0

        return Value(0.0 if x <= 0 else x, (self,), "relu", backward)

    def sigmoid(self):  # exercise
        """Return 1 / (1 + exp(-self)), without overflow for any float."""
        small = math.exp(-abs(self.data))  # in (0, 1]: never overflows
        out = 1 / (1 + small) if self.data >= 0 else small / (1 + small)

        def backward(g):
            self.grad += out * (1 - out) * g

        return Value(out, (self,), "sigmoid", backward)

    def backward(self):  # exercise
        """Add the derivative of self with respect to every Value below it to that Value's grad.

        Each call adds exactly one more gradient to every Value of the graph, intermediate ones
        included: a second call without clearing doubles them all.
        """
        order = topological_order(self)
        earlier = [node.grad for node in order]
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward(node.grad)
        for node, before in zip(order, earlier, strict=True):
            node.grad += before


def _power(base, exponent):
    """Return base ** exponent as a float, or raise an ArithmeticError or ValueError saying why."""
    if base == 0 and exponent < 0:
        raise ZeroDivisionError(f"{base} ** {exponent:g} divides by zero")
    if base < 0 and not exponent.is_integer():
        raise ValueError(f"{base} ** {exponent:g} is not a real number")
    try:
        return base**exponent
    except OverflowError:
        raise OverflowError(f"{base} ** {exponent:g} is too large for a float") from None


def _as_float(number):
    if isinstance(number, Real):
        return float(number)
    raise TypeError(f"expected a Value or a real number, got {type(number).__name__}: {number!r}")


def _as_value(other):
    return other if isinstance(other, Value) else Value(other)


def _pass_nothing_on(g):
    """A leaf has no children."""
