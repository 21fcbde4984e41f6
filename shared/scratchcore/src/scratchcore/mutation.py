"""In-place changes of memory that a graph may have saved."""

import math
import weakref
from collections.abc import Iterable
from types import FunctionType
from typing import Any

from numpy import ndarray

from .autograd import Array, Node, numbers
from .modes import state

mutations: dict[int, tuple[int, Any]] = {}  # id of a memory's owner -> (time, weak reference)
latest = [math.inf]  # the time of the newest: nodes made after it (smaller numbers) need no check


def require_assignable(tensor: Array, value: Any) -> None:
    """Raise if writing `value` into `tensor` would give a wrong gradient or lose one."""
    if state.grad and tensor._node is not None:
        raise RuntimeError(
            "in-place assignment to a tensor that requires a gradient; use np.where, or no_grad() "
            "if you mean to change a parameter"
        )
    if state.grad and isinstance(value, Array) and value._node is not None:
        raise RuntimeError("in-place assignment would drop the gradient of the value")


def mark_mutated(data: Any) -> None:
    """Note that the memory of `data` was written to: graphs that saved it must not run."""
    owner = _owner(data)
    key, time = id(owner), next(numbers)
    mutations[key] = (time, weakref.ref(owner, lambda _: mutations.pop(key, None)))
    latest[0] = time


def _owner(data: Any) -> Any:
    while isinstance(data.base, ndarray):
        data = data.base
    return data


def require_unmodified(node: Node, arrays: Iterable = ()) -> None:
    """Raise if `arrays`, or one that the closure of `node` saved, was written to since."""
    for saved in (*arrays, *_saved(node.backward)):
        if isinstance(saved, ndarray):
            time, _ = mutations.get(id(_owner(saved)), (0, None))
            if time and time < node.order:
                raise RuntimeError(
                    f"backward of {node.fn.__name__}: an array of shape {saved.shape} that it "
                    "needs was modified in place after the call"
                )


def _saved(pull: Any) -> Iterable:
    """Yield what a closure refers to, through functions and sequences."""
    stack = [cell.cell_contents for cell in getattr(pull, "__closure__", None) or ()]
    while stack:
        value = stack.pop()
        if isinstance(value, (list, tuple)):
            stack.extend(value)
        elif type(value) is FunctionType and value.__closure__:
            stack.extend(cell.cell_contents for cell in value.__closure__)
        else:
            yield value
