"""Tensor: a NumPy array that remembers how it was computed.

Operators and methods are those of NumPy arrays, names of autograd are PyTorch's. Every NumPy
function with a rule in `ops` takes tensors; one without raises TypeError.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from . import autograd, ops
from .autograd import Array, implementations, leaf
from .backward import backward
from .conversion import as_array, raw_index
from .dispatch import call, call_ufunc
from .mutation import mark_mutated, require_assignable


def _compare(function: Callable) -> Callable:
    def method(self, other):
        return function(self.data, other.data if isinstance(other, Array) else other)

    return method


class Tensor(Array):
    """A NumPy array with a gradient.

    `data` is the raw array. `grad` is None until `backward` reaches this leaf, then an ndarray of
    the same shape and dtype (a Tensor after `backward(create_graph=True)`); gradients add up.
    Make one with `tensor(...)`.
    """

    __slots__ = ()
    __array_priority__ = 1000
    __hash__ = object.__hash__  # tensors are keys by identity, though == compares values

    def __init__(self, data: Any, dtype: Any = None, requires_grad: bool = False):
        self.data = as_array(data, dtype)
        self._node = None
        if requires_grad:
            self.requires_grad = True

    # Autograd

    @property
    def requires_grad(self) -> bool:
        """Whether a gradient flows to this tensor. Set it on leaves of floating dtype only."""
        return self._node is not None

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if bool(value) == self.requires_grad:
            return
        if not self.is_leaf:
            raise RuntimeError("requires_grad can be cleared on leaves only; use detach()")
        if value and self.data.dtype.kind != "f":
            raise TypeError(f"only floating tensors need gradients, this one is {self.dtype}")
        self._node = leaf(self.data) if value else None

    @property
    def is_leaf(self) -> bool:
        """Whether nobody computed this tensor from one that needs a gradient."""
        return self._node is None or self._node.fn is None

    @property
    def grad(self) -> Any:
        """The gradient that `backward` added up here, or None; leaves only."""
        return self._node.grad if self._node is not None and self._node.fn is None else None

    @grad.setter
    def grad(self, value: Any) -> None:
        if value is None and self._node is None:
            return
        if self._node is None or self._node.fn is not None:
            raise RuntimeError("grad can be set on leaves that require a gradient only")
        if value is not None and np.shape(value) != self.shape:
            raise ValueError(f"grad has shape {np.shape(value)}, expected {self.shape}")
        self._node.grad = value

    def backward(
        self, gradient: Any = None, *, retain_graph: bool = False, create_graph: bool = False
    ) -> None:
        """Add to the `grad` of every leaf the gradient of this tensor weighted by `gradient`.

        Without `gradient` the tensor must hold one value. The graph is freed on the way unless
        `retain_graph` or `create_graph`; the latter makes the gradients differentiable.
        """
        retain = retain_graph or create_graph
        backward(self, gradient, retain_graph=retain, create_graph=create_graph)

    def detach(self) -> "Tensor":
        """Return a tensor of the same memory that needs no gradient."""
        return Tensor(self.data)

    def item(self) -> float | int | bool:
        """Return the only value as a Python number."""
        return self.data.item()

    def numpy(self) -> ndarray:
        """Return the raw array; raise if that would drop a gradient."""
        return self.__array__()

    # Array attributes

    shape: tuple[int, ...] = property(lambda self: self.data.shape)
    ndim: int = property(lambda self: self.data.ndim)
    size: int = property(lambda self: self.data.size)
    dtype: np.dtype = property(lambda self: self.data.dtype)

    @property
    def T(self) -> "Tensor":
        return ops.transpose(self)

    @property
    def mT(self) -> "Tensor":
        return ops.swapaxes(self, -1, -2)

    def __len__(self) -> int:
        return len(self.data)

    def __iter__(self) -> Iterator["Tensor"]:
        if not self.ndim:
            raise TypeError("iteration over a 0-d tensor")
        return (self[i] for i in range(len(self.data)))

    __round__ = ops.round

    def __float__(self) -> float:
        return float(self.item())  # a number has no gradient: as explicit as item()

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        return self.data.__index__()

    def __bool__(self) -> bool:
        return bool(self.data)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        return format(self.item() if self.size == 1 else self.data, spec)

    def __repr__(self) -> str:
        text = np.array2string(self.data, separator=", ", prefix="tensor(")
        dtype = "" if self.dtype in (np.float32, np.int64, np.bool_) else f", dtype={self.dtype}"
        grad = ", requires_grad=True" if self.requires_grad else ""
        return f"tensor({text}{dtype}{grad})"

    def __reduce__(self):
        if not self.is_leaf:
            raise RuntimeError("only leaves can be copied or pickled; use detach() first")
        return Tensor, (self.data, None, self.requires_grad)

    # Operators. Comparisons return plain arrays.

    __add__ = __radd__ = ops.add
    __mul__ = __rmul__ = ops.multiply
    __sub__, __truediv__, __floordiv__ = ops.subtract, ops.divide, ops.floor_divide
    __mod__, __pow__, __matmul__, __divmod__ = ops.remainder, ops.power, ops.matmul, ops.divmod
    __neg__, __pos__, __abs__ = ops.negative, ops.positive, ops.absolute

    def __rsub__(self, other):
        return ops.subtract(other, self)

    def __rtruediv__(self, other):
        return ops.divide(other, self)

    def __rfloordiv__(self, other):
        return ops.floor_divide(other, self)

    def __rmod__(self, other):
        return ops.remainder(other, self)

    def __rpow__(self, other):
        return ops.power(other, self)

    def __rmatmul__(self, other):
        return ops.matmul(other, self)

    def __rdivmod__(self, other):
        return ops.divmod(other, self)

    __lt__, __le__ = _compare(np.less), _compare(np.less_equal)
    __gt__, __ge__ = _compare(np.greater), _compare(np.greater_equal)
    __eq__, __ne__ = _compare(np.equal), _compare(np.not_equal)

    # Methods: the functions of `ops` with the tensor as first argument

    abs, exp, expm1, log, log1p = ops.absolute, ops.exp, ops.expm1, ops.log, ops.log1p
    sqrt, square, reciprocal = ops.sqrt, ops.square, ops.reciprocal
    sin, cos, tan, arcsin, arccos, arctan = (
        *(ops.sin, ops.cos, ops.tan),
        *(ops.arcsin, ops.arccos, ops.arctan),
    )
    sinh, cosh, tanh = ops.sinh, ops.cosh, ops.tanh
    logaddexp, maximum, minimum, clip = ops.logaddexp, ops.maximum, ops.minimum, ops.clip
    floor, ceil, trunc, round, sign = ops.floor, ops.ceil, ops.trunc, ops.round, ops.sign
    sum, mean, var, std, prod = ops.sum, ops.mean, ops.var, ops.std, ops.prod
    max, min, cumsum, logsumexp = ops.max, ops.min, ops.cumsum, ops.logsumexp
    ravel, swapaxes, moveaxis = ops.ravel, ops.swapaxes, ops.moveaxis
    expand_dims, squeeze, broadcast_to = ops.expand_dims, ops.squeeze, ops.broadcast_to
    split, repeat, tile, flip, roll = ops.split, ops.repeat, ops.tile, ops.flip, ops.roll
    tril, triu, diagonal, trace = ops.tril, ops.triu, ops.diagonal, ops.trace
    sort, take, take_along_axis = ops.sort, ops.take, ops.take_along_axis
    matmul, dot, outer, copy = ops.matmul, ops.dot, ops.outer, ops.copy

    def reshape(self, *shape):
        """Return the values in another shape, given as a tuple or as numbers."""
        return ops.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes):
        """Permute the axes, given as a tuple or as numbers; without any, reverse them."""
        if not axes:
            axes = None
        elif len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        return ops.transpose(self, axes)

    def astype(self, dtype):
        """Convert the dtype; only between floating dtypes does the gradient follow."""
        if self._node is None or np.dtype(dtype).kind != "f":
            return Tensor(self.data.astype(dtype))
        return ops.astype(self, dtype)

    def where(self, condition, other):
        """Take this tensor's values where `condition` holds, those of `other` elsewhere."""
        return ops.where(condition, self, other)

    def argmax(self, axis: int | None = None) -> Any:
        """Return the index of the maximum as a plain integer array."""
        return self.data.argmax(axis=axis)

    def argmin(self, axis: int | None = None) -> Any:
        """Return the index of the minimum as a plain integer array."""
        return self.data.argmin(axis=axis)

    def argsort(self, axis: int = -1) -> ndarray:
        """Return the indices that sort the tensor, stable, as a plain array."""
        return self.data.argsort(axis=axis, kind="stable")

    def any(self, axis: int | None = None) -> Any:
        """Return as a plain array whether any value is true."""
        return self.data.any(axis=axis)

    def all(self, axis: int | None = None) -> Any:
        """Return as a plain array whether all values are true."""
        return self.data.all(axis=axis)

    # NumPy's protocols

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> ndarray:
        if self._node is not None:
            raise TypeError(
                "converting a tensor that requires a gradient to an array would drop the "
                "gradient; use .detach() or .data"
            )
        return np.array(self.data, dtype=dtype, copy=copy)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if not kwargs and method == "__call__":
            op = implementations.get(ufunc)
            if op is not None:
                return op(*inputs)
        return call_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, function, types, args, kwargs):
        return call(function, args, kwargs)

    # Indexing and in-place assignment

    def __getitem__(self, index: Any) -> "Tensor":
        return ops.getitem(self, raw_index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        """Assign in place; raises where a graph needs this tensor or would lose the value."""
        require_assignable(self, value)
        self.data[raw_index(index)] = value.data if isinstance(value, Array) else value
        mark_mutated(self.data)


def tensor(data: Any, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Return a Tensor of a copy of `data`.

    Arrays keep their dtype; Python floats and sequences of them become float32. A gradient needs a
    floating dtype.
    """
    return Tensor(np.array(as_array(data, dtype)), requires_grad=requires_grad)


autograd.set_array_type(Tensor)
