"""Causes that change values where they stand: operations, factors, terms, normalisation."""

from collections.abc import Iterator

import numpy as np

from .difference import Cause, Difference, distinct, evidence, factor_of, times


def not_finite(d: Difference) -> Cause:
    bad = ~np.isfinite(d.got) & ~d.close_values(d.got, d.expected)
    if not bad.any():
        return None
    first = np.unravel_index(int(np.argmax(bad)), bad.shape)
    value = str(float(d.got[first]))
    if d.got.ndim == 0:
        return f"{value}: {_REASONS[value]}"
    text = f"the first {value} stands at {list(map(int, first))}: {_REASONS[value]}"
    rows = bad.all(axis=-1)
    if bad.ndim > 1 and bad.shape[-1] > 1 and rows.any() and not rows.all():
        text += "; whole rows at once: was a row with nothing in it divided by its sum?"
    return text


_REASONS = {
    "nan": "0/0, inf - inf or 0 * inf (often after an exp that overflowed), or the log or square "
    "root of a negative number",
    "inf": "an exp of a large number overflowed (subtract the maximum), or a division by zero",
    "-inf": "the log of 0, or a negative number divided by zero",
}


def all_zero(d: Difference) -> Cause:
    if d.got.any() or (d.exact and d.got.size == 1):
        return None
    return f"{d.every} zero: nothing was written or added"


def all_the_same(d: Difference) -> Cause:
    if d.exact or np.ptp(d.got) > d.atol or distinct(d.expected) < 3:
        return None
    return f"every value is the same, {d.got.flat[0]:.6g}, where different ones are expected"


# How much evidence it takes, what was done too much or too little, and how to say it.
_OPERATIONS = (
    (1, np.negative, "the sign is flipped: {every} minus the expected one"),
    (2, np.abs, "the sign is lost: {every} the absolute value of the expected one"),
    (2, lambda e: np.maximum(e, 0), "negative values became zero"),
    (2, np.trunc, "the fractions are cut off: an integer dtype or // came in between"),
    (1.5, lambda e: 1 - e, "{every} 1 minus the expected one"),
    (1.5, lambda e: 1 / e, "{every} 1 divided by the expected one"),
    (1.5, np.square, "{every} the square of the expected one: a square root is missing"),
    (1.5, np.sqrt, "{every} the square root of the expected one: a square is missing"),
    (1.5, np.exp, "{every} exp of the expected one: a log is missing"),
    (1.5, np.log, "{every} the log of the expected one: one log too many"),
)


def operation(d: Difference) -> Cause:
    known = evidence(d.expected)
    for least, function, text in _OPERATIONS:
        if known >= least and d.close(d.got, function(d.expected)):
            return text.format(every=d.every)
    return None


def labels(d: Difference) -> Cause:
    """Recognise classes in another convention, and opposite answers."""
    classes = np.unique(d.expected)
    if d.got.size < 3 or classes.size != 2 or not np.isin(classes, (-1, 0, 1)).all():
        return None
    if classes[0] == -1 and d.close(d.got, (d.expected + 1) / 2):
        return "yours are 0 and 1 where -1 and +1 are expected"
    if classes[0] == 0 and d.close(d.got, 2 * d.expected - 1):
        return "yours are -1 and +1 where 0 and 1 are expected"
    if classes[0] == 0 and d.close(d.got, 1 - d.expected):
        return "every answer is the opposite of the expected one"
    return None


def factor(d: Difference) -> Cause:
    c = factor_of(d, d.expected)
    if c is None or np.isclose(abs(c), 1):  # minus one is an operation
        return None
    reasons = list(_factor_reasons(d, abs(c)))
    of_batch = bool(d.batch) and np.isclose(abs(np.log(abs(c))), np.log(d.batch))
    known = evidence(d.expected)
    if (known < 1.5 and not of_batch) or (known < 2 and not reasons):
        return None
    sign = "the sign is flipped" + (", and " if reasons else "") if c < 0 else ""
    explained = sign + ", or ".join(reasons)
    return f"{d.every} {times(c)} the expected one" + (f": {explained}" if explained else "")


def _factor_reasons(d: Difference, c: float) -> Iterator[str]:
    n = d.batch or 1
    if np.isclose(c, n):
        yield f"it was not averaged over the batch of {n}"
    if np.isclose(c, 1 / n):
        yield f"it was averaged twice (divided by the batch of {n} once too often)"
    if np.isclose(c, 2):
        yield "a factor 2 too many, or the same contribution added twice"
    if np.isclose(c, 0.5):
        yield "a factor 2 is missing (d/dx x**2 is 2x), or one of two contributions was lost"
    if np.isclose(c, np.log(2)) or np.isclose(c, 1 / np.log(2)):
        yield "bits (log2) and nats (log) are mixed up"
    lengths = {f"axis {axis} has length {k}": k for axis, k in enumerate(d.expected.shape)}
    for fact, k in {f"the batch is {n}": n, **lengths}.items():
        if k > 2 and np.isclose(c, (k - 1) / k):
            yield f"divided by n where n - 1 is asked ({fact})"
        if k > 2 and np.isclose(c, k / (k - 1)):
            yield f"divided by n - 1 where n is asked ({fact})"
        if k > 2 and k != n and np.isclose(c, k):
            yield f"{fact}: is it a sum where a mean is asked?"
        if k > 2 and k != n and np.isclose(c, 1 / k):
            yield f"{fact}: is it a mean where a sum is asked?"


def constant_offset(d: Difference) -> Cause:
    gap = d.got - d.expected
    constant = d.close(d.expected, np.full_like(d.expected, d.expected.flat[0]))
    if constant or not np.isfinite(gap).all():
        return None
    offset = float(np.median(gap))
    if not d.close(d.got, d.expected + offset):
        return None
    side = "large" if offset > 0 else "small"
    return f"every value is {abs(offset):.6g} too {side}: the same constant everywhere"


def offset_along_an_axis(d: Difference) -> Cause:
    gap = d.got - d.expected
    for axis in range(gap.ndim):
        offset = gap.mean(axis=axis, keepdims=True)
        varied = np.diff(d.expected, axis=axis).any()
        if varied and distinct(offset) > 1 and d.close(d.got, d.expected + offset):
            return (
                f"the difference is the same all along axis {axis}: a term without that axis "
                "(a bias?) is missing, wrong or added twice"
            )
    return None


def kept_one_contribution(d: Difference) -> Cause:
    """Recognise sums of equal contributions of which only one was kept."""
    finite = np.isfinite(d.got) & np.isfinite(d.expected)
    if d.exact or not finite.all() or ((d.got == 0) != (d.expected == 0)).any():
        return None
    count = np.round(np.where(d.got == 0, 1, d.expected / d.got))
    if count.min() < 1 or np.ptp(count[d.got != 0]) == 0 or not d.close(d.got * count, d.expected):
        return None
    if distinct(d.got) > 1 and not (d.got % 1).any():  # small whole numbers divide by accident
        return None
    return (
        f"overwritten instead of added up: {np.count_nonzero(count > 1)} values are sums of up to "
        f"{int(count.max())} equal contributions and yours holds only one"
    )


def softmax_axis(d: Difference) -> Cause:
    """Recognise probabilities that were normalised along another axis."""
    ratio = np.log(d.got) - np.log(d.expected)  # of a softmax over axis b to one over axis a
    for a in range(d.got.ndim):
        if not _sums_to_one(d, d.expected, a) or _sums_to_one(d, d.got, a):
            continue
        if np.isclose(d.got.sum(), 1) and _constant_along(d, ratio, a):
            return f"normalised over all values together, not along axis {a}"
        for b in range(d.got.ndim):
            if _sums_to_one(d, d.got, b) and _constant_along(d, ratio - _mean(ratio, b), a):
                return (
                    f"normalised along axis {b}, not along axis {a} (softmax over the wrong axis)"
                )
    return None


def not_normalised(d: Difference) -> Cause:
    for axis in range(d.got.ndim):
        total = d.got.sum(axis=axis, keepdims=True)
        explained = _sums_to_one(d, d.expected, axis) and d.close(d.got / total, d.expected)
        if explained and np.ptp(total) > d.rtol:  # one total everywhere is a constant factor
            return f"not divided by its sum along axis {axis}"
    return None


def _mean(values: np.ndarray, axis: int) -> np.ndarray:
    return values.mean(axis=axis, keepdims=True)


def _sums_to_one(d: Difference, values: np.ndarray, axis: int) -> bool:
    return values.shape[axis] > 1 and bool(np.allclose(values.sum(axis=axis), 1, rtol=d.rtol))


def _constant_along(d: Difference, values: np.ndarray, axis: int) -> bool:
    return bool(np.allclose(values, _mean(values, axis), rtol=0, atol=10 * d.rtol))


def nearly_equal(d: Difference) -> Cause:
    sizes = np.maximum(np.abs(d.expected), 1e3 * d.atol)
    largest = float(np.max(np.abs(d.got - d.expected) / sizes))
    if d.exact or not largest < 1e-3:
        return None
    return (
        f"nearly right, off by at most {largest:.1g} of the value: rounding in a narrower dtype, "
        "an epsilon, or an approximation"
    )
