"""Cases of products, shapes, joins and indexing; see cases_elementwise.py for what a row is."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scratchcore import ops
from scratchcore.autograd import primitives

_rng = np.random.default_rng(21)


def normal(*shape):
    return _rng.normal(size=shape)


def distinct(*shape):
    """Values at least 0.3 apart, in random order."""
    count = int(np.prod(shape))
    return 0.3 * (_rng.permutation(count) - count // 2).reshape(shape) + 0.07


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
    yield np.diagonal, normal(2, 5), 1
    yield np.diagonal, normal(5, 2), -1
    yield np.trace, normal(3, 4)
    yield np.trace, normal(3, 4, 2), 1, 1, 2
    yield ops.scatter, normal(3, 2), np.array([0, 4, 0]), (5, 2)
    yield ops.scatter, normal(2, 3), (slice(1, 3),), (4, 3)
    yield primitives["overlap_add"], normal(4, 2, 2, 3), (5, 4), (2, 3), (0, 1)


def rows():
    for group in (_products, _einsums, _shapes, _joins, _indexing):
        yield from group()
