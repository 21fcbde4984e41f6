"""The case table: for every differentiable function the calls that its tests try.

A case is a NumPy function and its arguments; every float64 array among the arguments (also inside
lists) is differentiated. Cases stay where the function is smooth; ties, kinks and singular points
have tests of their own. Loaded by conftest.py, which hands the cases to the tests.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scratchcore import ops
from scratchcore.autograd import primitives

_rng = np.random.default_rng(20)


class Case(NamedTuple):
    """One call: `function(*args, **kwargs)`."""

    function: Any
    args: tuple
    kwargs: dict

    @property
    def name(self) -> str:
        return self.function.__name__

    def __str__(self) -> str:
        options = [f"{key}={value}".replace(" ", "") for key, value in self.kwargs.items()]
        return "-".join([self.name, *map(_describe, self.args), *options])


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype == np.float64 else value.dtype.kind
        order = "" if value.flags.c_contiguous else "strided"
        return kind + "x".join(map(str, value.shape or ("scalar",))) + order
    if isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value):
        return "+".join(map(_describe, value))
    return str(value).replace(" ", "")


def normal(*shape):
    return _rng.normal(size=shape)


def positive(*shape):
    return _rng.uniform(0.4, 2.0, size=shape)


def inside(*shape):
    """Values between -1 and 1."""
    return _rng.uniform(-0.9, 0.9, size=shape)


def between(*shape):
    """Values at least 0.2 away from every whole number, zero included."""
    return _rng.integers(-3, 3, size=shape) + _rng.uniform(0.2, 0.8, size=shape)


def halfway(*shape):
    """Values at least 0.2 away from every n + 1/2, where rounding jumps."""
    return between(*shape) + 0.5


def distinct(*shape):
    """Values at least 0.3 apart, in random order."""
    count = int(np.prod(shape))
    return 0.3 * (_rng.permutation(count) - count // 2).reshape(shape) + 0.07


def wide(*shape):
    """Values of size 1e-3 to 1e3."""
    return normal(*shape) * 10.0 ** _rng.integers(-3, 4, size=shape)


UNARY = {
    **dict.fromkeys((np.negative, np.positive, np.exp, np.expm1, np.square), normal),
    **dict.fromkeys((np.sin, np.cos, np.arctan, np.sinh, np.cosh, np.tanh, np.copy), normal),
    **dict.fromkeys((np.absolute, np.reciprocal, np.floor, np.ceil, np.trunc, np.sign), between),
    **dict.fromkeys((np.log, np.log1p, np.sqrt), positive),
    **dict.fromkeys((np.arcsin, np.arccos, np.tan), inside),
    **dict.fromkeys((np.rint, np.round), halfway),
}


def _unary(function, draw):
    yield function, draw(3, 5)
    yield function, draw()
    yield function, draw(1)
    yield function, draw(0, 3)
    yield function, draw(5, 6).T[::2, ::-2]


BINARY = {
    **dict.fromkeys((np.add, np.subtract, np.multiply, np.logaddexp), (normal, normal)),
    **dict.fromkeys((np.maximum, np.minimum), (normal, normal)),
    np.divide: (normal, between),
    np.power: (positive, normal),
    np.floor_divide: (lambda *s: 7 * positive(*s) + 0.1, lambda *s: np.full(s, 20.0)),
    np.remainder: (lambda *s: between(*s), lambda *s: np.full(s, 2.0) + 1e-3 * inside(*s)),
}


def _binary(function, draw):
    for left, right in (
        *(((3, 5), (3, 5)), ((3, 5), (5,)), ((3, 1), (1, 5)), ((1, 1), (3, 5))),
        *(((2, 3, 5), (3, 1)), ((), (3,)), ((), ()), ((1,), ()), ((0, 3), (3,)), ((0, 3), (1, 1))),
    ):
        yield function, draw[0](*left), draw[1](*right)
    yield function, draw[0](5, 3).T, draw[1](6, 10)[::2, ::-2]
    yield function, draw[0](3, 5), 1.75
    yield function, 1.75, draw[1](3, 5)


AXES = (
    *({}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 2)}, {"axis": (-1, 0)}),
    *({"keepdims": True}, {"axis": 1}),
)


def _reduction(function, *, empty=True):
    for kwargs in AXES:
        yield function, distinct(2, 3, 4), kwargs
    yield function, distinct(5, 3).T, {"axis": 1}
    yield function, distinct(6, 5, 3)[::2, :, ::-2], {"axis": (0, 2)}
    yield function, distinct(3, 1), {"axis": 1}
    yield function, distinct(1), {}
    yield function, distinct(), {}
    yield function, distinct(0, 3), {"axis": 1}
    if empty:
        yield function, distinct(3, 0), {"axis": 1}


def _reductions():
    for function in (np.max, np.min, np.mean):
        yield from _reduction(function, empty=False)
    yield from _reduction(np.sum)
    yield from _reduction(np.prod)
    yield np.prod, np.array([[1.5, 0.0, -2.0], [0.0, 0.5, 0.0]]), {"axis": 1}
    for function in (ops.logsumexp, np.logaddexp.reduce):
        yield function, distinct(3, 4), {"axis": 0}
        yield function, distinct(3, 4), {"axis": -1, "keepdims": True}
    yield ops.logsumexp, distinct(2, 3, 4), {"axis": (0, -1)}
    yield ops.logsumexp, distinct(7) + 1000, {}
    yield ops.logsumexp, np.array([[-np.inf, 0.5, 1.0]]), {"axis": 1}
    for function in (np.var, np.std):
        for kwargs in (*AXES, {"axis": 1, "ddof": 1}, {"ddof": 1, "keepdims": True}):
            yield function, distinct(2, 3, 4), kwargs
        yield function, distinct(4, 3).T, {"axis": -2}
    for kwargs in ({}, {"axis": 0}, {"axis": -1}, {"axis": 1}):
        yield np.cumsum, distinct(3, 4), kwargs
    yield np.cumsum, distinct(0, 3), {"axis": 0}
    yield np.cumsum, distinct(), {}


def _powers():
    for exponent in (0, 1, 2, 3, -1, -2, 0.5, 2.5, 0.0):
        yield np.power, positive(3, 2), exponent
    yield np.power, between(3, 5), np.array([0, 1, 2, 3, -1])
    yield np.power, np.zeros(3), np.array([1, 2, 3])
    yield np.power, between(4), 3
    yield np.power, wide(4), 2


def _bounds():
    yield np.clip, normal(3, 5), -0.6, 0.8
    yield np.clip, normal(3, 5), None, 0.3
    yield np.clip, normal(3, 5), -0.3, None
    yield np.clip, normal(2, 3, 5), normal(3, 1) - 1, normal(5) + 1
    yield np.clip, normal(7), {"min": -0.5, "max": 0.5}
    yield np.clip, normal(7), {"a_min": normal(7) - 1.0, "a_max": None}
    yield np.clip, normal(4), 0.5, -0.5
    mask = _rng.random((3, 5)) < 0.5
    yield np.where, mask, normal(3, 5), normal(3, 5)
    yield np.where, mask, normal(5), normal(3, 1)
    yield np.where, mask[0], normal(2, 3, 1), normal()
    yield np.where, mask, normal(3, 5), 0.0
    yield np.where, np.array(True), normal(3), normal(1)


def _products():
    for left, right in (
        *(((3,), (3,)), ((3,), (3, 4)), ((2, 3), (3,)), ((2, 3), (3, 4)), ((1, 3), (3, 1))),
        *(((5, 2, 3), (3, 4)), ((5, 2, 3), (5, 3, 4)), ((4, 1, 2, 3), (5, 3, 2))),
        *(((3,), (5, 3, 2)), ((5, 2, 3), (3,)), ((2, 3), (5, 3, 4)), ((1, 2, 3), (5, 3, 1))),
        *(((0, 3), (3, 4)), ((2, 0), (0, 3)), ((0, 2, 3), (3, 4)), ((3, 0), (0,))),
    ):
        yield np.matmul, normal(*left), normal(*right)
    yield np.matmul, normal(3, 2).T, normal(4, 6)[:, ::2].T
    for left, right in (((), (3, 2)), ((3,), ()), ((4,), (4,)), ((2, 3), (3,)), ((2, 3), (3, 4))):
        yield np.dot, normal(*left), normal(*right)
    yield np.dot, normal(2, 3), normal(4, 3, 1)
    yield np.dot, normal(3), normal(2, 1, 3, 4)
    yield np.outer, normal(3), normal(4)
    yield np.outer, normal(2, 3), normal()
    yield np.tensordot, normal(2, 3, 2), normal(3, 2, 4)
    yield np.tensordot, normal(2, 3), normal(4, 1), {"axes": 0}
    yield np.tensordot, normal(2, 3, 4), normal(4, 2), {"axes": ((0, -1), (1, 0))}
    yield np.tensordot, normal(2, 3, 4), normal(5, 3), {"axes": (1, 1)}
    for ord, axis in ((None, None), (None, 0), (None, (0, 1)), (2, -1), (1, 1), (np.inf, 1)):
        yield np.linalg.norm, distinct(3, 4), {"ord": ord, "axis": axis}
    yield np.linalg.norm, distinct(3, 4), {"ord": "fro", "keepdims": True}
    yield np.linalg.norm, distinct(5), {"ord": -np.inf}
    yield np.linalg.norm, distinct(2, 3, 4), {"axis": (0, 2), "keepdims": True}


EINSUM = (
    *(("ij,jk->ik", (2, 3), (3, 4)), ("ij,jk", (2, 3), (3, 4)), ("ij->ji", (2, 3))),
    *(
        ("ij->", (2, 3)),
        ("ij->i", (2, 3)),
        ("ii->i", (3, 3)),
        ("ii", (3, 3)),
        ("iij->j", (3, 3, 2)),
    ),
    *(("i,j->ij", (2,), (3,)), ("i,i->", (3,), (3,)), ("ij,ij->ij", (2, 3), (2, 3))),
    *(("bij,bjk->bik", (3, 1, 2), (3, 2, 4)), ("bij,jk,kb->ib", (2, 1, 3), (3, 4), (4, 2))),
    *(("...ij,...jk->...ik", (4, 2, 3), (3, 1)), ("...i->...", (2, 3)), ("...,...", (3,), (2, 3))),
    *(("ij,kl->", (2, 3), (4, 1)), ("iij,jk->ik", (3, 3, 2), (2, 4)), (",i->i", (), (3,))),
    *(("bthd,bshd->bhts", (2, 3, 2, 1), (2, 4, 2, 1)), ("b...j,j->b...", (2, 3, 4), (4,))),
    *(("ij,ij->i", (2, 3), (1, 3)), ("...j,...j->...", (1, 3), (4, 3)), ("i->", (0,))),
)


def _einsums():
    for subscripts, *shapes in EINSUM:
        yield np.einsum, subscripts, *(normal(*shape) for shape in shapes)
    yield np.einsum, normal(2, 3), [0, 1], normal(3, 4), [1, 2], [0, 2]
    yield np.einsum, normal(2, 3), [0, 1], normal(3), [1]


def _shapes():
    yield np.reshape, normal(3, 4), (2, 6)
    yield np.reshape, normal(4, 3).T, (-1,)
    yield np.reshape, normal(), (1, 1)
    yield np.reshape, normal(0, 3), (3, 0, 2)
    yield np.ravel, normal(4, 3).T
    yield np.ravel, normal()
    for axes in (None, (1, 2, 0), (-1, 0, 1)):
        yield np.transpose, normal(2, 3, 4), axes
    yield np.transpose, normal()
    yield np.swapaxes, normal(2, 3, 4), 0, -1
    yield np.moveaxis, normal(2, 3, 4), 0, -1
    yield np.moveaxis, normal(2, 3, 4, 1), (0, -1), (2, 0)
    yield np.expand_dims, normal(2, 3), -1
    yield np.expand_dims, normal(2, 3), (0, 2)
    yield np.squeeze, normal(1, 3, 1)
    yield np.squeeze, normal(1, 3, 1), -1
    yield np.squeeze, normal(1, 3, 1), (0, 2)
    yield np.broadcast_to, normal(3, 1), (2, 3, 4)
    yield np.broadcast_to, normal(), (2, 3)
    yield np.broadcast_to, normal(1, 3), (0, 3)
    for axis in (None, 0, -1, (0, 2)):
        yield np.flip, normal(2, 3, 4), axis
    yield np.roll, normal(3, 4), 2
    yield np.roll, normal(3, 4), -1, 1
    yield np.roll, normal(3, 4), (1, -2), (0, -1)
    for function in (np.tril, np.triu):
        yield function, normal(3, 4)
        yield function, normal(2, 4, 3), 1
        yield function, normal(4, 4), -2
    yield ops.astype, normal(3), np.float64
    yield primitives["identity"], normal(3)


def _joins():
    yield np.concatenate, [normal(2, 3), normal(1, 3), normal(0, 3)]
    yield np.concatenate, [normal(2, 3), normal(2, 1)], {"axis": -1}
    yield np.concatenate, [normal(2, 3), normal(4)], {"axis": None}
    yield np.concatenate, [normal(2, 3)], {"axis": 1}
    yield np.stack, [normal(2, 3), normal(2, 3), normal(2, 3)], {"axis": 1}
    yield np.stack, [normal(3), normal(3)], {"axis": -1}
    yield np.stack, [normal(), normal()]
    yield np.split, normal(6, 2), 3
    yield np.split, normal(2, 5), [1, 3], {"axis": -1}
    yield np.split, normal(5), [0, 2, 2]
    yield np.repeat, normal(2, 3), 2
    yield np.repeat, normal(2, 3), 3, {"axis": 0}
    yield np.repeat, normal(2, 3), [1, 0, 2], {"axis": -1}
    yield np.tile, normal(2, 3), 2
    yield np.tile, normal(2, 3), (2, 1, 3)
    yield np.tile, normal(3), (2, 2)
    yield np.tile, normal(2, 3), 0
    yield np.pad, normal(2, 3), 1
    yield np.pad, normal(2, 3), ((0, 2), (1, 0)), {"constant_values": 5.0}
    for mode in ("edge", "reflect", "symmetric", "wrap"):
        yield np.pad, normal(3, 4), ((1, 2), (0, 3)), {"mode": mode}
    yield sliding_window_view, normal(5, 4), (2, 3)
    yield sliding_window_view, normal(6), 3
    yield sliding_window_view, normal(2, 5), 2, {"axis": -1}
    yield sliding_window_view, normal(6), (2, 3), {"axis": (0, 0)}


def getitem(x, *index):
    return x[index if len(index) != 1 else index[0]]


def _indexing():
    full = slice(None)
    mask = np.array([[True, False, True, False], [False] * 4, [True] * 4])
    for index in (
        *((0,), (-1,), (slice(1, 3),), (full, slice(None, None, -2)), (..., 1), (None, full, 2)),
        *((1, 2), (slice(2, 2),), (), (mask,), (mask[:, 0],), (full, mask[0])),
        *(([0, 2, 0, 0],), (full, [1, 1, -1]), ([0, 2], [1, 3]), ([[0, 1], [2, 0]], full)),
        *(([[0], [2]], [1, 1, 3]), ([-1, 2, 2], slice(1, 3)), ([0, 1], None, 2), (np.array([]),)),
        *((mask[:, 0], 1), ([],), (np.array(1), full)),
    ):
        parts = [np.array(p, dtype=int) if isinstance(p, list) else p for p in index]
        parts = [p.astype(int) if isinstance(p, np.ndarray) and not p.size else p for p in parts]
        yield getitem, normal(3, 4), *parts
    yield getitem, normal(300, 5), _rng.integers(-300, 300, size=(50, 7))
    yield getitem, normal(3, 4).T, slice(1, None), slice(None, None, 2)
    yield np.take, normal(3, 4), np.array([[5, 0], [0, -1]])
    yield np.take, normal(3, 4), np.array([1, 1, -1]), {"axis": -1}
    yield np.take, normal(3, 4), 2, {"axis": 0}
    order = np.argsort(normal(3, 4), axis=1)
    yield np.take_along_axis, normal(3, 4), order, 1
    yield np.take_along_axis, normal(3, 4), order[:, :2], -1
    yield np.take_along_axis, normal(3, 4), order[:1, :], 1
    yield np.take_along_axis, normal(3, 4), order.ravel(), None
    for kwargs in ({}, {"axis": 0}, {"axis": None}):
        yield np.sort, distinct(3, 4), kwargs
    for args in ((), (1,), (-2,), (0, -1, 0), (1, 2, 0), (9,)):
        yield np.diagonal, normal(3, 4, 2), *args
    yield np.trace, normal(3, 4)
    yield np.trace, normal(3, 4, 2), 1, 1, 2
    yield ops.scatter, normal(3, 2), np.array([0, 4, 0]), (5, 2)
    yield ops.scatter, normal(2, 3), (slice(1, 3),), (4, 3)
    yield primitives["overlap_add"], normal(4, 2, 2, 3), (5, 4), (2, 3), (0, 1)


def _rows():
    for function, draw in UNARY.items():
        yield from _unary(function, draw)
    for function, draw in BINARY.items():
        yield from _binary(function, draw)
    for group in (_powers, _bounds, _reductions, _products, _einsums, _shapes, _joins, _indexing):
        yield from group()


def _case(function, *args):
    args = [np.asarray(value) if isinstance(value, np.float64) else value for value in args]
    kwargs = args.pop() if args and isinstance(args[-1], dict) else {}
    return Case(function, tuple(args), kwargs)


CASES = [_case(*row) for row in _rows()]
