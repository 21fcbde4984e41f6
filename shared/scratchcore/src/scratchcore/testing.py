"""An assertion that says what differs and recognises the likely cause from the numbers.

Needs NumPy only, so that topics without automatic differentiation can use it too.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from .causes import Difference, likely_causes

# Relative tolerance, and absolute tolerance as a fraction of the expected values' typical size.
_TOLERANCES = {"float16": (1e-2, 1e-3), "float32": (1e-4, 1e-6), "float64": (1e-6, 1e-9)}
_KINDS = {"b": "bool", "i": "integer", "u": "integer", "f": "float"}
_PLAIN = (np.ndarray, np.generic, bool, int, float, complex, str, bytes, type(None))


def assert_close(
    got: Any,
    expected: Any,
    *,
    name: str,
    why: str = "",
    where: str = "",
    hint: str = "",
    rtol: float | None = None,
    atol: float | None = None,
    batch: int | None = None,
) -> None:
    """Raise an AssertionError that explains how `got` differs from `expected`.

    Both may be arrays, numbers, nested lists, or objects that keep theirs in `.data`. The shapes
    must be equal. Where both sides are arrays the dtype counts as well: integers, floats and bools
    are different things, and float64 where float32 is expected was promoted by accident.

    `rtol` and `atol` default to what the coarser dtype of the two deserves (float64: 1e-6
    relative); integers and bools are compared exactly. NaN equals NaN. `why` says why the expected
    value is right, `where` which formula or line to look at, `hint` what to do next; `batch` is the
    number of samples that a mean should have divided by.
    """
    __tracebackhide__ = True
    if batch is not None and batch < 1:
        raise ValueError(f"batch must be at least 1, got {batch}")
    target = _as_array(_raw(expected), _refuse_expected)
    problem = _problem(got, expected, target, name, (rtol, atol), batch)
    if problem:
        notes = [("why", why), ("where", where), ("next", hint)]
        raise AssertionError("\n".join(problem + [f"{key}: {text}" for key, text in notes if text]))


def _problem(got, expected, target, name, tolerances, batch) -> list[str]:
    """Return the lines that describe the difference; none when there is no difference."""
    raw = _raw(got)
    if raw is None:
        return [f"{name}: yours is None, expected {_describe(target)}", f"likely: {_NOTHING}"]
    refusals: list[str] = []
    array = _as_array(raw, refusals.append)
    if refusals:
        return [f"{name}: {refusals[0]}, expected {_describe(target)}"]
    dtype = ""
    if isinstance(raw, np.ndarray | np.generic) and isinstance(
        _raw(expected), np.ndarray | np.generic
    ):
        dtype = _dtype_problem(array.dtype, target.dtype)
    wrong = _differing(array, target, *tolerances)
    if wrong is not None and not wrong.any():
        return (
            [f"{name}: {dtype}", f"likely: {_dtype_cause(array.dtype, target.dtype)}"]
            if dtype
            else []
        )
    lines = [f"{name}: {_headline(array, target, wrong)}"]
    causes = likely_causes(_difference(array, target, tolerances[0], batch))
    lines += [f"{'or' if n else 'likely'}: {cause}" for n, cause in enumerate(causes)]
    return lines + ([f"also: {dtype}"] if dtype else [])


_NOTHING = "nothing was returned or stored (a missing return, or a gradient that never arrived)"


def _raw(value: Any) -> Any:
    """Return the number or array behind a Tensor or Value, also inside lists."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, list | tuple):
        return [_raw(item) for item in value]
    return getattr(value, "data", value)


def _as_array(raw: Any, refuse: Callable[[str], None]) -> np.ndarray:
    """Return an array of real numbers; what is none is handed to `refuse` in words."""
    try:
        array = np.asarray(raw)
    except ValueError:
        refuse("yours is a list of unequal lengths")
        return np.empty(0)
    if array.dtype.kind == "c":
        refuse(f"yours is complex ({array.dtype})")
    elif array.dtype.kind not in _KINDS:
        kind = type(raw).__name__ if array.ndim == 0 else f"an array of dtype {array.dtype}"
        refuse(f"yours is {kind}, not a number or an array of numbers")
    return array


def _refuse_expected(problem: str) -> None:
    raise TypeError(problem.replace("yours", "expected", 1))


def _describe(array: np.ndarray) -> str:
    if array.ndim == 0:
        return f"the number {_number(array[()], 6)}"
    return f"an array of shape {array.shape}"


def _dtype_problem(got: np.dtype, expected: np.dtype) -> str:
    promoted = got.kind == expected.kind == "f" and got.itemsize > expected.itemsize
    if promoted or _KINDS[got.kind] != _KINDS[expected.kind]:
        return f"dtype {got}, expected {expected}"
    return ""


def _dtype_cause(got: np.dtype, expected: np.dtype) -> str:
    if got.kind == expected.kind:
        return f"the values are right; a {got} array or NumPy number widened the result"
    return f"the values are right; the array was made or converted as {_KINDS[got.kind]} values"


def _differing(got, expected, rtol, atol) -> np.ndarray | None:
    """Return which values differ, or None when the shapes do."""
    if got.shape != expected.shape:
        return None
    if got.dtype.kind != "f" and expected.dtype.kind != "f" and rtol is None and atol is None:
        return got != expected
    rtol, atol = _tolerance(got, expected, rtol, atol)
    with np.errstate(over="ignore", invalid="ignore"):
        return ~np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)


def _tolerance(got, expected, rtol, atol) -> tuple[float, float]:
    floats = [a.dtype for a in (got, expected) if a.dtype.kind == "f" and a.dtype.itemsize < 8]
    coarse = min(floats, key=lambda dtype: dtype.itemsize).name if floats else "float64"
    default, fraction = _TOLERANCES[coarse]
    rtol = default if rtol is None else rtol
    if atol is None:
        atol = rtol * fraction / default * _typical(expected)
    return rtol, atol


def _typical(expected: np.ndarray) -> float:
    """Return the size that rounding errors of values near zero are measured with."""
    sizes = np.abs(expected[np.isfinite(expected) & (expected != 0)].astype(np.float64))
    return float(min(sizes.max(), 100 * np.median(sizes))) if sizes.size else 1.0


def _difference(got, expected, rtol, batch) -> Difference:
    """Judge causes with at most 1e-3: a loose tolerance would let wrong causes look right."""
    rtol, atol = _tolerance(got, expected, rtol and min(rtol, 1e-3), None)
    exact = got.dtype.kind != "f" and expected.dtype.kind != "f"
    wide = [array.astype(np.float64) for array in (got, expected)]
    return Difference(*wide, rtol=rtol or 1e-9, atol=atol, batch=batch, exact=exact)


def _headline(got: np.ndarray, expected: np.ndarray, wrong: np.ndarray | None) -> str:
    if wrong is None:
        return f"shape {got.shape}, expected {expected.shape}"
    worst = _worst(got, expected, wrong)
    pair = _pair(got[worst], expected[worst])
    if got.ndim == 0:
        return pair
    place = list(map(int, worst))
    return f"{np.count_nonzero(wrong)} of {wrong.size} values differ; worst at {place}: {pair}"


def _worst(got, expected, wrong) -> tuple:
    """Return the index of the first value that is not finite, else of the largest difference."""
    with np.errstate(over="ignore", invalid="ignore"):
        gap = np.abs(got.astype(np.float64) - expected.astype(np.float64))
    gap = np.where(wrong, np.where(np.isfinite(gap), gap, np.inf), -1)
    return np.unravel_index(int(np.argmax(gap)), gap.shape)


def _pair(got, expected) -> str:
    for digits in (6, 9, 12, 17):
        texts = _number(got, digits), _number(expected, digits)
        if texts[0] != texts[1]:
            break
    return f"yours {texts[0]}, expected {texts[1]}"


def _number(value, digits: int) -> str:
    return f"{value:.{digits}g}" if value.dtype.kind == "f" else str(value)
