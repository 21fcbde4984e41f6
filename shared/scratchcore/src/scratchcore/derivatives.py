"""Jacobians and Hessians of functions of one tensor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .autograd import Array
from .backward import grad
from .modes import enable_grad
from .ops import multiply, stack
from .ops import sum as sum_of
from .tensor import Tensor


def jacobian(function: Callable, x: Any, *, create_graph: bool = False) -> Tensor:
    """Return the Jacobian of `function` at `x`, shape output.shape + x.shape.

    One backward pass per output value. With `create_graph` the result is differentiable.
    """
    x, y = _evaluate(function, x)
    if not y.requires_grad:
        return Tensor(np.zeros_like(x.data, shape=y.shape + x.shape))
    rows = []
    for place in np.ndindex(y.shape):
        one = np.zeros_like(y.data)
        one[place] = 1
        row = grad(y, x, one, retain_graph=True, create_graph=create_graph, allow_unused=True)
        rows.append(x * 0.0 if row is None else row)
    if not rows:
        return Tensor(np.zeros_like(x.data, shape=y.shape + x.shape))
    return stack(rows).reshape(y.shape + x.shape)


def hessian(function: Callable, x: Any, *, create_graph: bool = False) -> Tensor:
    """Return the Hessian of a scalar `function` at `x`, shape x.shape + x.shape."""
    return jacobian(lambda t: _gradient(function, t), x, create_graph=create_graph)


def hvp(function: Callable, x: Any, v: Any) -> Tensor:
    """Return the product of the Hessian of a scalar `function` at `x` with `v`, shape x.shape.

    Two backward passes, however large `x` is (Pearlmutter, 1994).
    """
    x = _leaf(x)
    v = Tensor(v)
    if v.shape != x.shape:
        raise ValueError(f"v has shape {v.shape}, expected that of x, {x.shape}")
    with enable_grad():
        slope = sum_of(multiply(_gradient(function, x), v))
        product = grad(slope, x, allow_unused=True) if slope.requires_grad else None
    return Tensor(np.zeros_like(x.data)) if product is None else product


def _leaf(x: Any) -> Tensor:
    """Return `x` itself if it is differentiable, or a new leaf of its values."""
    if isinstance(x, Array) and x._node is not None:
        return x
    return Tensor(x, requires_grad=True)


def _evaluate(function: Callable, x: Any) -> tuple[Tensor, Tensor]:
    x = _leaf(x)
    with enable_grad():
        y = function(x)
    if not isinstance(y, Array):
        raise TypeError(f"function returned {type(y).__name__}, expected a tensor")
    return x, y


def _gradient(function: Callable, x: Tensor) -> Tensor:
    x, y = _evaluate(function, x)
    if y.size != 1:
        raise ValueError(f"function returned shape {y.shape}, expected a scalar")
    if not y.requires_grad:
        return x * 0.0
    found = grad(y, x, np.ones_like(y.data), create_graph=True, allow_unused=True)
    return x * 0.0 if found is None else found
