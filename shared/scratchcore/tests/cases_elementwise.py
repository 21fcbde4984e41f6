"""Cases of the elementwise functions and the reductions.

A row is a function and its arguments, a last dictionary holds keyword arguments. Every float64
array among the arguments (also inside lists) is differentiated. Cases stay where the function is
smooth; ties, kinks and singular points have tests of their own. Loaded by conftest.py.
"""

import numpy as np
from scratchcore import ops

_rng = np.random.default_rng(20)


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
        yield function, distinct(0, 3), {"axis": 1}
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
    yield ops.clip, normal(7), {"min": -0.5, "max": 0.5}  # np.clip takes these from 2.1 on
    yield np.clip, normal(7), {"a_min": normal(7) - 1.0, "a_max": None}
    yield np.clip, normal(4), 0.5, -0.5
    mask = _rng.random((3, 5)) < 0.5
    yield np.where, mask, normal(3, 5), normal(3, 5)
    yield np.where, mask, normal(5), normal(3, 1)
    yield np.where, mask[0], normal(2, 3, 1), normal()
    yield np.where, mask, normal(3, 5), 0.0
    yield np.where, np.array(True), normal(3), normal(1)


def rows():
    for function, draw in UNARY.items():
        yield from _unary(function, draw)
    for function, draw in BINARY.items():
        yield from _binary(function, draw)
    for group in (_powers, _bounds, _reductions):
        yield from group()
