"""Causes that change the shape: not reduced, reduced too far, crossed, cut off, reshaped."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from . import places
from .difference import Cause, Difference, distinct


def nothing_to_see(d: Difference) -> Cause:
    """Recognise results without values, which no other cause can be read from."""
    if d.got.size == 0 and d.expected.size > 0:
        return "yours is empty"
    return None


def transposed_shape(d: Difference) -> Cause:
    return places.transposed(d)


def reshaped(d: Difference) -> Cause:
    """Recognise the right values in their order under another shape."""
    if d.got.size != d.expected.size or not d.close(d.got.ravel(), d.expected.ravel()):
        return None
    got, expected = d.got.shape, d.expected.shape
    longer = [n for n in expected if n != 1]
    if longer == [n for n in got if n != 1]:
        if len(got) < len(expected):
            return (
                "the values are right, an axis of length 1 is lost (keepdims=True, or index None)"
            )
        if len(got) > len(expected):
            return "the values are right, an axis of length 1 is left over (squeeze it away)"
    if np.unique(d.expected).size < 2:
        return "the values are right, only the shape is not"
    return f"the values are right in order, reshaped from {expected} to {got}"


_REDUCTIONS = (("sum", np.sum), ("mean", np.mean), ("maximum", np.max))


def not_reduced(d: Difference) -> Cause:
    """Recognise a result that still has axes to be summed or averaged away."""
    if not d.expected.any():
        return None
    broadcast = _broadcasts(d.expected.shape, d.got.shape)
    for axes, keepdims in _reductions(d.got.ndim):
        if _constant(d.got, axes) and d.close(_first(d.got, axes, keepdims), d.expected):
            return f"the values are right but repeated along {_name(axes)}"
        for word, reduce in _REDUCTIONS:
            if not d.close(reduce(d.got, axis=axes, keepdims=keepdims), d.expected):
                continue
            if word == "sum" and broadcast and d.expected.ndim:
                return f"broadcasting was not undone: sum over {_name(axes)}"
            return f"not reduced: the {word} over {_name(axes)} gives the expected values"
    return None


def reduced_too_far(d: Difference) -> Cause:
    """Recognise a sum, mean or maximum over an axis that should have stayed."""
    if not d.got.any() or distinct(d.expected) < 2:
        return None
    for axes, keepdims in _reductions(d.expected.ndim):
        for word, reduce in _REDUCTIONS:
            if d.close(d.got, reduce(d.expected, axis=axes, keepdims=keepdims)):
                return f"reduced too far: yours is the {word} over {_name(axes)} as well"
    return None


def crossed(d: Difference) -> Cause:
    """Recognise (N,) combined with (N, 1), which gives (N, N)."""
    n = d.expected.size
    if n < 2 or d.got.shape != (n, n) or d.expected.shape not in {(n,), (n, 1), (1, n)}:
        return None
    if distinct(d.expected) < 2 or not d.close(np.diagonal(d.got), d.expected.ravel()):
        return None
    return f"a ({n},) and a ({n}, 1) array were broadcast against each other; give both one shape"


def cut_off(d: Difference) -> Cause:
    found = _part(d, d.got, d.expected)
    return f"left out: {found} (the rest is right)" if found else None


def one_too_many(d: Difference) -> Cause:
    found = _part(d, d.expected, d.got)
    return f"too many: {found} (the rest is right)" if found else None


def _part(d: Difference, part: np.ndarray, whole: np.ndarray) -> Cause:
    """Name the entries by which `part` is shorter than `whole`."""
    if part.ndim != whole.ndim or distinct(part) < 2:
        return None
    shorter = [k for k, (m, n) in enumerate(zip(part.shape, whole.shape, strict=True)) if m != n]
    if len(shorter) != 1 or part.shape[shorter[0]] > whole.shape[shorter[0]]:
        return None
    axis, kept, full = shorter[0], part.shape[shorter[0]], whole.shape[shorter[0]]
    many = f"{full - kept} entries" if full - kept > 1 else "entry"
    for which, window in (("last", range(kept)), ("first", range(full - kept, full))):
        if d.close(part, np.take(whole, window, axis=axis)):
            return f"the {which} {many} along axis {axis}"
    return None


def other_axis_summed(d: Difference) -> Cause:
    """Recognise sums of one table taken along its other axis: the grand totals agree."""
    if distinct(d.got) < 2 or distinct(d.expected) < 2:
        return None
    for word, total in (("summed", np.sum), ("averaged", np.mean)):
        mine, theirs = total(d.got), total(d.expected)
        round_number = abs(theirs - np.round(theirs, 3)) <= 1e-6 * abs(theirs)  # 1.0 proves nothing
        if not round_number and d.close(mine, theirs):
            return f"{word} over the wrong axis: the grand total is right"
    return None


def _reductions(ndim: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    for count in range(1, ndim + 1):
        for axes in combinations(range(ndim), count):
            yield axes, False
            yield axes, True


def _first(values: np.ndarray, axes: tuple[int, ...], keepdims: bool) -> np.ndarray:
    return np.max(values, axis=axes, keepdims=keepdims)


def _constant(values: np.ndarray, axes: tuple[int, ...]) -> bool:
    return not np.any(np.ptp(values, axis=axes))


def _broadcasts(shape: tuple[int, ...], target: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, target) == target
    except ValueError:
        return False


def _name(axes: tuple[int, ...]) -> str:
    names = ", ".join(map(str, axes))
    return f"axis {names}" if len(axes) == 1 else f"axes ({names})"
