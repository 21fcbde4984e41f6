"""Two arrays that differ, and how much their values can prove."""

from dataclasses import dataclass

import numpy as np

Cause = str | None


@dataclass(frozen=True)
class Difference:
    """Two float64 arrays that are not close, and the tolerance to judge hypotheses with."""

    got: np.ndarray
    expected: np.ndarray
    rtol: float
    atol: float
    batch: int | None = None
    exact: bool = False  # both sides held integers or bools

    def close(self, a: np.ndarray, b: np.ndarray, scale: float = 1.0) -> bool:
        return a.shape == b.shape and bool(self.close_values(a, b, scale).all())

    def close_values(self, a: np.ndarray, b: np.ndarray, scale: float = 1.0) -> np.ndarray:
        return np.isclose(a, b, rtol=self.rtol, atol=self.atol * scale, equal_nan=True)

    @property
    def every(self) -> str:
        return "every value is" if self.got.size > 1 else "yours is"


def distinct(values: np.ndarray) -> int:
    """Count the different finite values other than zero."""
    finite = values[np.isfinite(values) & (values != 0)]
    if not finite.size:
        return 0
    rounded = np.round(finite / np.abs(finite).max(), 7)
    return np.unique(rounded[rounded != 0]).size


def evidence(values: np.ndarray) -> float:
    """Say what `values` can prove: 2 up if they differ, 1.5 all like 0.7342, 1 all like 0.25."""
    count = distinct(values)
    if count != 1:
        return count
    thousandths = values[np.isfinite(values) & (values != 0)][0] * 1000
    return 1 if np.isclose(thousandths, np.round(thousandths), rtol=1e-6, atol=0) else 1.5


def factor_of(d: Difference, expected: np.ndarray) -> float | None:
    """Return c where `got`, of one shape with `expected`, is c times it everywhere, else None.

    Beyond a factor of a million million, the small values of one side are noise.
    """
    sizes = np.where(np.isfinite(expected), np.abs(expected), 0)
    at = np.unravel_index(int(np.argmax(sizes)), sizes.shape)
    c = float(d.got[at] / expected[at])
    if not 1e-12 < abs(c) < 1e12:
        return None
    return c if d.close(d.got, c * expected, scale=1 + abs(c)) else None


def times(c: float) -> str:
    if np.isclose(abs(c), 2) or np.isclose(abs(c), 0.5):
        return ("minus " if c < 0 else "") + ("twice" if abs(c) > 1 else "half")
    if abs(c) < 1 and np.isclose(1 / c, round(1 / c), rtol=1e-4, atol=0):
        return f"{'-' if c < 0 else ''}1/{abs(round(1 / c))} of"
    return f"{c:.6g} times"
