"""What a NumPy function called on tensors does: run its rule, ignore gradients, or raise."""

from collections.abc import Callable
from typing import Any

import numpy as np

from . import ops
from .autograd import Array, implementations

# Functions whose results carry no gradient: they see raw arrays and return raw arrays.
PLAIN = frozenset(
    {
        *(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal),
        *(np.isfinite, np.isinf, np.isnan, np.signbit, np.isclose, np.allclose, np.array_equal),
        *(np.logical_and, np.logical_or, np.logical_not, np.logical_xor, np.any, np.all),
        *(np.argmax, np.argmin, np.argsort, np.argwhere, np.nonzero, np.flatnonzero),
        *(np.count_nonzero, np.searchsorted, np.digitize, np.bincount, np.unique, np.histogram),
        *(np.shape, np.ndim, np.size, np.result_type, np.iscomplexobj, np.isrealobj),
        *(np.zeros_like, np.ones_like, np.full_like, np.empty_like),
        *(np.array_repr, np.array_str, np.array2string, np.shares_memory, np.may_share_memory),
        *(np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert),
    }
)

_REDUCTIONS = {np.add: ops.sum, np.multiply: ops.prod, np.maximum: ops.max, np.minimum: ops.min}
_REDUCTIONS[np.logaddexp] = ops.logsumexp


def call_ufunc(ufunc: np.ufunc, method: str, inputs: tuple, kwargs: dict) -> Any:
    """Handle `__array_ufunc__`."""
    if kwargs.get("out") is not None:
        raise TypeError(
            f"np.{ufunc.__name__}: writing into an array (out=, or an in-place operator on an "
            "array) would drop the gradient of a tensor"
        )
    if method == "__call__":
        return call(ufunc, inputs, kwargs)
    if method == "reduce" and ufunc in _REDUCTIONS:
        kwargs.setdefault("axis", 0)
        return _run(_REDUCTIONS[ufunc], f"{ufunc.__name__}.reduce", inputs, kwargs)
    raise TypeError(f"np.{ufunc.__name__}.{method} has no rule for tensors")


def call(function: Callable, args: tuple, kwargs: dict) -> Any:
    """Run the rule of a NumPy function, or the function itself where no gradient is asked of it."""
    op = implementations.get(function)
    if op is not None:
        return _run(op, _name(function), args, kwargs)
    if function in PLAIN:
        return function(*_plain(args), **dict(zip(kwargs, _plain(kwargs.values()), strict=True)))
    raise TypeError(
        f"{_name(function)} has no rule for tensors; write it with functions that have one, "
        "or call it on .data"
    )


def _run(op: Callable, name: str, args: tuple, kwargs: dict) -> Any:
    for key in kwargs:
        if key not in op.parameters:
            raise TypeError(f"{name}: keyword argument {key!r} is not supported for tensors")
    if len(args) > len(op.parameters) and "*" not in "".join(op.parameters):
        raise TypeError(f"{name}: at most {len(op.parameters)} arguments are supported for tensors")
    return op(*args, **kwargs)


def _name(function: Callable) -> str:
    module = getattr(function, "__module__", None) or "numpy"
    return f"{module.replace('numpy', 'np', 1)}.{function.__name__}"


def _plain(values: Any) -> list:
    return [_plain_value(value) for value in values]


def _plain_value(value: Any) -> Any:
    if isinstance(value, Array):
        return value.data
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(value))
    return value
