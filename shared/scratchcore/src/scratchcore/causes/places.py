"""Causes that put right values in wrong places, and differences confined to one place."""

from itertools import permutations

import numpy as np

from .difference import Cause, Difference, distinct, factor_of, times


def transposed(d: Difference) -> Cause:
    """Recognise swapped axes, also together with a factor."""
    e = d.expected
    if e.ndim > 5 or np.unique(e).size < 2:
        return None
    for axes in _orders(e.ndim):
        if e.transpose(axes).shape != d.got.shape or d.close(e.transpose(axes), e):
            continue
        c = factor_of(d, e.transpose(axes))
        if c is not None and (distinct(e) > 1 or np.isclose(c, 1)):
            also = "" if np.isclose(c, 1) else f", and {d.every} {times(c)} the expected one"
            return _swap(axes) + also
    return None


def _orders(ndim: int) -> list[tuple[int, ...]]:
    """Return all orders of the axes, those that move few of them first."""
    return sorted(permutations(range(ndim)), key=lambda axes: len(_moved(axes)))


def _moved(axes: tuple[int, ...]) -> list[int]:
    return [axis for axis, source in enumerate(axes) if axis != source]


def _swap(axes: tuple[int, ...]) -> str:
    if len(axes) == 2:
        return "it is transposed"
    moved = _moved(axes)
    if len(moved) == 2:
        return f"axes {moved[0]} and {moved[1]} are swapped"
    return f"the axes are in another order: yours is the expected array with transpose{axes}"


def mixed_by_a_reshape(d: Difference) -> Cause:
    if d.got.ndim > 5 or distinct(d.expected) < 3:
        return None
    for axes in _orders(d.got.ndim):
        mixed = d.expected.transpose(axes).reshape(d.got.shape)
        unmixed = d.got.transpose(axes).reshape(d.got.shape)
        if d.close(d.got, mixed) or d.close(unmixed, d.expected):
            return "a reshape mixed the values up where axes should have been transposed"
    return None


def reversed_order(d: Difference) -> Cause:
    if distinct(d.expected) < 2:
        return None
    ndim = d.got.ndim
    for axes in [*((axis,) for axis in range(ndim)), *([(ndim - 2, ndim - 1)] if ndim > 1 else [])]:
        if d.close(d.got, np.flip(d.expected, axes)):
            along = f"axis {axes[0]}" if len(axes) == 1 else f"axes {axes[0]} and {axes[1]}"
            return f"the order is reversed along {along}"
    return None


def shifted(d: Difference) -> Cause:
    before, after = slice(None, -1), slice(1, None)
    for axis, length in enumerate(d.got.shape):
        got, expected = np.moveaxis(d.got, axis, 0), np.moveaxis(d.expected, axis, 0)
        for sign, mine, theirs in (("-", after, before), ("+", before, after)):
            moved = np.count_nonzero(~d.close_values(got[mine], expected[mine]))
            if length > 2 and moved > 1 and d.close(got[mine], expected[theirs]):
                return (
                    f"off by one along axis {axis}: yours at i is the expected value at i {sign} 1"
                )
    return None


def other_order(d: Difference) -> Cause:
    if distinct(d.expected) < 3:
        return None
    same = d.close(np.sort(d.got, axis=None), np.sort(d.expected, axis=None))
    return "the right values in another order" if same else None


def only_there(d: Difference) -> Cause:
    """Say where all differing values stand when that is one special place."""
    wrong = ~d.close_values(d.got, d.expected)
    if wrong.ndim < 2 or np.count_nonzero(wrong) < 2:
        return None
    for axis, length in enumerate(wrong.shape):
        others = tuple(other for other in range(wrong.ndim) if other != axis)
        where = np.flatnonzero(wrong.any(axis=others))
        if length > 2 and len(where) == 1:
            which = {0: " (the first)", length - 1: " (the last)"}.get(int(where[0]), "")
            return f"only index {where[0]}{which} along axis {axis} is wrong"
    return _only_diagonal_or_border(wrong)


def _only_diagonal_or_border(wrong: np.ndarray) -> Cause:
    rows, columns = wrong.shape[-2:]
    if min(rows, columns) < 3:
        return None
    if not (wrong & ~np.eye(rows, columns, dtype=bool)).any():
        return "only the diagonal is wrong"
    if np.count_nonzero(wrong) < 3:
        return None
    if not np.tril(wrong).any() or not np.triu(wrong).any():
        side = "above" if np.triu(wrong).any() else "below"
        return f"only values {side} the diagonal are wrong (a mask or triangle?)"
    if min(rows, columns) > 3 and not wrong[..., 1:-1, 1:-1].any():
        return "only the border is wrong (padding?)"
    return None
