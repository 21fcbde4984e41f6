"""What strided arrays compute: element by element, along axes, and matrix products."""

import math

import numpy as np

from t04_tensors.broadcasting import broadcast_shapes
from t04_tensors.layout import distinct_axes
from t04_tensors.products import sum_of_products


def _is_python_number(value):
    return isinstance(value, int | float | complex) and not isinstance(value, np.generic)


class Arithmetic:
    """The part of StridedArray that computes; every result is a new row-major array."""

    __slots__ = ()

    def reduce(self, ufunc, axis=None, keepdims=False):  # exercise
        """Combine the elements along `axis` (an integer, several, or None for all) by `ufunc`.

        Reduced axes disappear, or stay with size 1 if `keepdims`. Over an empty axis the result is
        ufunc's identity; raise a ValueError if it has none. The dtype is that of ufunc.reduceat:
        np.add and np.multiply turn bools and small integers into 64 bits.
        """
        axes = range(self.ndim) if axis is None else distinct_axes(axis, self.ndim)
        kept = [k for k in range(self.ndim) if k not in axes]
        count = math.prod(self.shape[k] for k in axes)  # elements behind each result
        flat = self.transpose(*kept, *axes).elements()
        if count:
            totals = ufunc.reduceat(flat, np.arange(0, len(flat), count))
        else:
            totals = np.full(math.prod(self.shape[k] for k in kept), ufunc.reduce(flat))
        shape = [1 if k in axes else n for k, n in enumerate(self.shape) if keepdims or k in kept]
        return type(self)(totals, shape)

    def sum(self, axis=None, keepdims=False):
        """Add up along `axis`."""
        return self.reduce(np.add, axis, keepdims)

    def prod(self, axis=None, keepdims=False):
        """Multiply along `axis`."""
        return self.reduce(np.multiply, axis, keepdims)

    def max(self, axis=None, keepdims=False):
        """Return the largest elements along `axis`; NaN where there is one."""
        return self.reduce(np.maximum, axis, keepdims)

    def min(self, axis=None, keepdims=False):
        """Return the smallest elements along `axis`; NaN where there is one."""
        return self.reduce(np.minimum, axis, keepdims)

    def mean(self, axis=None, keepdims=False):
        """Return the sum divided by the number of elements behind it."""
        axes = range(self.ndim) if axis is None else distinct_axes(axis, self.ndim)
        return self.sum(axis, keepdims) / math.prod(self.shape[k] for k in axes)

    def __matmul__(self, other):  # exercise
        """Multiply matrices of shape (..., n, k) and (..., k, m) to (..., n, m), as np.matmul does.

        The axes before the last two broadcast. A one-dimensional operand is a row on the left and a
        column on the right, and its axis is dropped again, but no other axis of size 1. Raise a
        ValueError for 0-d arrays ("at least 1 axis") and where the "inner sizes" differ.
        """
        other = self.operand(other)
        if not (self.ndim and other.ndim):
            raise ValueError(f"matmul: expected at least 1 axis, got {self.shape} @ {other.shape}")
        left = self if self.ndim > 1 else self[None, :]  # (..., n, k)
        right = other if other.ndim > 1 else other[:, None]  # (..., k, m)
        if left.shape[-1] != right.shape[-2]:
            message = f"matmul: the inner sizes {left.shape[-1]} and {right.shape[-2]} differ"
            raise ValueError(f"{message} in {self.shape} @ {other.shape}")
        rows = left[..., :, None, :]  # (..., n, 1, k)
        columns = right.transpose(*range(right.ndim - 2), -1, -2)[..., None, :, :]  # (..., 1, m, k)
        shape = broadcast_shapes(rows.shape, columns.shape)  # (..., n, m, k)
        flat = sum_of_products([rows.broadcast_to(shape), columns.broadcast_to(shape)], summed=1)
        result = type(self)(flat, shape[:-1])  # (..., n, m)
        drop = [0 if operand.ndim == 1 else slice(None) for operand in (self, other)]
        return result[..., *drop]

    def operand(self, values):
        """Return the other side of an operator as an array."""
        return values if isinstance(values, Arithmetic) else self.from_values(values)

    def combine(self, ufunc, *sides):
        """Return ufunc of both sides, broadcast; Python numbers don't change the dtype."""
        sides = [side if _is_python_number(side) else self.operand(side) for side in sides]
        shape = broadcast_shapes(*(side.shape for side in sides if isinstance(side, Arithmetic)))
        flat = [
            side.broadcast_to(shape).elements() if isinstance(side, Arithmetic) else side
            for side in sides
        ]
        return type(self)(ufunc(*flat), shape)

    def __add__(self, other):
        return self.combine(np.add, self, other)

    def __radd__(self, other):
        return self.combine(np.add, other, self)

    def __sub__(self, other):
        return self.combine(np.subtract, self, other)

    def __rsub__(self, other):
        return self.combine(np.subtract, other, self)

    def __mul__(self, other):
        return self.combine(np.multiply, self, other)

    def __rmul__(self, other):
        return self.combine(np.multiply, other, self)

    def __truediv__(self, other):
        return self.combine(np.true_divide, self, other)

    def __rtruediv__(self, other):
        return self.combine(np.true_divide, other, self)

    def __rmatmul__(self, other):
        return self.operand(other) @ self

    def __neg__(self):
        return type(self)(np.negative(self.elements()), self.shape)
