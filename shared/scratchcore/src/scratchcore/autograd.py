"""Reverse-mode automatic differentiation: primitives, graph nodes and the backward pass.

The design follows HIPS autograd (Maclaurin et al., 2015): a primitive is a NumPy function that
also returns how to pull a gradient back. First-order backward runs those closures on raw arrays;
`create_graph=True` calls the same functions with differentiable arrays, so their closures build a
graph again and any order of derivative comes from one definition.
"""

import functools
import inspect
from collections.abc import Callable
from itertools import count
from types import FunctionType
from typing import Any

import numpy as np
from numpy import generic, ndarray

from .anomaly import call_site, require_one_dtype, run_checked
from .modes import state

# Later nodes get smaller numbers: creation order is a topological order, and a heap of these
# numbers hands out the newest node first.
numbers = count(0, -1)
new = object.__new__
_PACKAGE = __name__.rpartition(".")[0]


class Array:
    """An array and, when a gradient must reach it, its node in the graph."""

    __slots__ = ("__weakref__", "_node", "data")


class Node:
    """One operation of the graph, or a leaf (`fn` is None), in creation order.

    `inputs` holds a Node where a gradient flows on and the raw value elsewhere. `data` and `grad`
    are set on leaves only, `site` (file and line of the call) only under `detect_anomaly`.
    """

    __slots__ = ("backward", "data", "fn", "grad", "inputs", "kwargs", "order", "site")


class Primitive:
    """What the engine knows of a differentiable function: its rule and its name."""

    __slots__ = ("__name__", "composite", "first_order", "linear", "parameters", "rule")

    def __init__(self, rule, composite, first_order, linear):
        self.rule = rule
        self.composite = composite
        self.first_order = first_order
        self.linear = linear
        self.__name__ = rule.__name__
        self.parameters = _parameters(rule)


class Sparse:
    """A gradient that is zero outside `x[index]`.

    A rule may return one instead of a full array: the engine adds all reads of one array into one
    buffer. `write(buffer, index, values)` adds the values, `dense()` gives the full gradient.
    """

    __slots__ = ("dense", "index", "shape", "values", "write")

    def __init__(self, values, index, shape, write, dense):
        self.values, self.index, self.shape = values, index, shape
        self.write, self.dense = write, dense


implementations: dict[Callable, Callable] = {}  # NumPy function -> differentiable function
primitives: dict[str, Callable] = {}  # every primitive by name, "module.name" outside the core
array_type: type = Array


def set_array_type(cls: type) -> None:
    """Make `cls`, a subclass of Array, the type of every result."""
    global array_type
    array_type = cls


def leaf(data: Any) -> Node:
    """Return the node of an array that nobody computed."""
    node = new(Node)
    node.fn = node.grad = node.backward = None
    node.inputs = ()
    node.data = data
    node.order = next(numbers)
    return node


def _parameters(function: Callable) -> tuple[str, ...]:
    """Return the names of all parameters, a star before the one that takes any number."""
    found = inspect.signature(function).parameters.values()
    return tuple("*" * (p.kind is p.VAR_POSITIONAL) + p.name for p in found)


def implements(*functions: Callable) -> Callable:
    """Register a composite (written with differentiable functions) for NumPy functions."""

    def register(function):
        for numpy_function in functions:
            implementations[numpy_function] = function
        function.parameters = _parameters(function)
        return function

    return register


def primitive(
    *functions: Callable,
    composite: Callable | None = None,
    first_order: bool = False,
    linear: bool = False,
) -> Callable:
    """Turn a function of arrays that returns `(out, backward)` into a differentiable one.

    `backward(g)` takes the gradient of the output and returns one gradient per positional input:
    an array of that input's shape, None for "no gradient", or a function of no arguments that is
    called only when the gradient is needed. `functions` are the NumPy functions that dispatch
    here. For derivatives of higher order the rule is run on tensors, so it must use only functions
    that have rules themselves; one tuned with `out=` or in-place work passes a plain `composite`
    of the same signature instead, or says `first_order=True`, and asking it for more raises.
    `linear=True` promises that `backward` saves no array, so that it serves every order as it is
    and the function itself may work in place. Called without any tensor, an op returns an array.
    """
    if functions and type(functions[0]) is FunctionType and not hasattr(np, functions[0].__name__):
        raise TypeError(f"write @primitive() with brackets above {functions[0].__name__}")

    def decorate(rule):
        record = Primitive(rule, composite, first_order, linear)
        binary = functions and isinstance(functions[0], np.ufunc) and functions[0].nin == 2
        op = functools.wraps(rule)((_binary if binary else _general)(record))
        op.primitive = record
        op.parameters = record.parameters
        for function in functions:
            implementations[function] = op
        module = rule.__module__
        inside = module == _PACKAGE or module.startswith(_PACKAGE + ".")
        primitives[rule.__name__ if inside else f"{module}.{rule.__name__}"] = op
        return op

    return decorate


# An op takes its operands apart, runs the rule on raw arrays and wraps the result. `kind` is 0 when
# no operand is a tensor, 1 for tensors that need no gradient, 2 when one of them does.


def _general(record: Primitive) -> Callable:
    rule = record.rule

    def op(*args, **kwargs):
        if kwargs:
            args, kwargs = _positional(record, args, kwargs)
        arrays = []
        inputs = []
        kind = 0
        for value in args:
            node = None
            if isinstance(value, Array):
                node = value._node
                value = value.data
                kind = kind or 1
                if node is not None:
                    kind = 2
                    if node.fn is None:
                        node.data = value
            elif isinstance(value, generic):  # np.sqrt(2) must not promote float32
                value = value.item()
            inputs.append(value if node is None else node)
            arrays.append(value)
        if not state.plain:
            return _record_slowly(record, arrays, inputs, kwargs, kind)
        out, backward = rule(*arrays, **kwargs)
        return _result(record, out, backward, inputs, kwargs, kind) if kind else out

    return op


def _binary(record: Primitive) -> Callable:
    """Do what `_general` does for two operands, unrolled: a third of the time of a small op."""
    rule = record.rule

    def op(x, y, /):
        node_x = node_y = None
        kind = 0
        if isinstance(x, Array):
            node_x = x._node
            x = x.data
            kind = 1
            if node_x is not None:
                kind = 2
                if node_x.fn is None:
                    node_x.data = x
        if isinstance(y, Array):
            node_y = y._node
            y = y.data
            kind = kind or 1
            if node_y is not None:
                kind = 2
                if node_y.fn is None:
                    node_y.data = y
        if kind:
            if node_x is None:
                x = _constant(x, y)
            if node_y is None:
                y = _constant(y, x)
        inputs = (x if node_x is None else node_x, y if node_y is None else node_y)
        if not state.plain:
            return _record_slowly(record, (x, y), inputs, {}, kind)
        out, backward = rule(x, y)
        return _result(record, out, backward, inputs, None, kind) if kind else out

    return op


def _constant(value: Any, other: Any) -> Any:
    """Return an operand without gradient in a form that cannot promote a floating `other`."""
    if isinstance(value, generic):  # np.sqrt(2) and np.prod(x.shape) count as Python numbers
        return value.item()
    listed = isinstance(value, (list, tuple))
    if listed or (isinstance(value, ndarray) and value.dtype.kind in "iu"):
        dtype = getattr(other, "dtype", None)
        if dtype is not None and dtype.kind == "f":
            return np.asarray(value, dtype)
    return value


def _result(record, out, backward, inputs, kwargs, kind):
    """Wrap `out`, with a node of the graph where a gradient is needed."""
    result = new(array_type)
    result.data = out if type(out) is ndarray else _as_array(out)
    if kind == 1:
        result._node = None
        return result
    result._node = node = new(Node)
    node.fn = record
    node.inputs = inputs
    node.kwargs = kwargs
    node.backward = backward
    node.order = next(numbers)
    return result


def _positional(record: Primitive, args: tuple, kwargs: dict) -> tuple[tuple, dict]:
    """Move tensors given by keyword to their positions, where gradients are counted."""
    if not any(isinstance(value, Array) for value in kwargs.values()):
        return args, kwargs
    bound = inspect.signature(record.rule).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.args, bound.kwargs


def _as_array(out: Any) -> Any:
    return np.asarray(out) if isinstance(out, (np.generic, int, float)) else out


def _record_slowly(record, arrays, inputs, kwargs, kind):
    """Run a primitive with gradients off, or under anomaly detection or strict dtypes."""
    if state.strict and kind:
        require_one_dtype(record.__name__, arrays)
    site = call_site() if state.anomaly else None
    if state.anomaly:
        out, backward = run_checked(record, arrays, kwargs, site)
    else:
        out, backward = record.rule(*arrays, **kwargs)
    if kind == 0:
        return out
    result = _result(record, out, backward, inputs, kwargs, kind if state.grad else 1)
    if site and result._node is not None:
        result._node.site = site
    return result
