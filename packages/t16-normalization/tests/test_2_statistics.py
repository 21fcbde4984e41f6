"""Mean and variance of rows

Expected values come from Python's `statistics` and from float64.
"""

import statistics

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t16_normalization import mean_and_variance

HINT = "scratch hint t16 mean_and_variance"


@pytest.mark.parametrize("shape", [(1, 5), (4, 3), (7, 2), (3, 1), (1, 1)])
def test_every_row_has_its_own_mean_and_variance(shape):
    x = np.random.default_rng(0).standard_normal(shape) + 0.5
    mean, var = mean_and_variance(x)
    rows = x.tolist()
    why = "one mean per row: the sum over its columns, axis 1, divided by how many there are"
    assert_close(mean, [statistics.fmean(row) for row in rows], name="mean", why=why, hint=HINT)
    why = "the variance divides by D, not by D - 1: it describes this row, it estimates nothing"
    expected = [statistics.pvariance(row) for row in rows]
    assert_close(var, expected, name="variance", why=why, hint=HINT, atol=1e-14)


def test_statistics_are_float64_and_the_table_is_left_alone():
    x = (np.random.default_rng(0).standard_normal((4, 30)) + 1e4).astype(np.float32)
    before = x.copy()
    for name, values in zip(("mean", "variance"), mean_and_variance(x), strict=True):
        right = values.dtype == np.float64
        assert right, f"{name}: float64 expected, all else depends on it; got {values.dtype}"
    assert_close(x, before, name="x after mean_and_variance", why="others still need the table")


@pytest.mark.parametrize("offset", [0.0, 100.0, 1e4, -3e5])
@pytest.mark.parametrize("shape", [(5, 64), (3, 4097)])
def test_a_large_mean_does_not_spoil_the_variance_in_float32(offset, shape):
    x = (np.random.default_rng(1).standard_normal(shape) + offset).astype(np.float32)
    mean, var = mean_and_variance(x)
    wide = x.astype(np.float64)
    why = (
        "float32 has seven digits: the mean of squares near 1e8 can't tell a variance of 1. "
        "Subtract the mean first, then square"
    )
    off = 2e-6 + 1e-7 * np.abs(wide.mean(axis=1)) / 100
    assert_close(mean, wide.mean(axis=1), name="mean", why=why, hint=HINT, rtol=0, atol=off.max())
    assert_close(
        var, wide.var(axis=1), name=f"variance near {offset:g}", why=why, hint=HINT, rtol=1e-5
    )


def test_one_far_row_among_near_ones_is_exact_too():
    x = np.random.default_rng(2).standard_normal((4, 50)).astype(np.float32)
    x[2] += 20_000
    wide = x.astype(np.float64)
    mean, var = mean_and_variance(x)
    why = "each row has its own distance from 0: subtract the mean first, then square"
    assert_close(var, wide.var(axis=1), name="variance", why=why, hint=HINT, rtol=1e-5)
    assert_close(mean, wide.mean(axis=1), name="mean", why=why, hint=HINT, rtol=1e-6, atol=1e-6)


def test_constant_rows_have_no_variance():
    x = np.array([[7.0] * 9, [0.0] * 9, [-1e4] * 9])
    mean, var = mean_and_variance(x)
    assert_close(mean, [7.0, 0.0, -1e4], name="mean of constant rows")
    assert_close(var, np.zeros(3), name="variance of constant rows", atol=1e-12)


def test_strided_tables_and_tables_without_rows_work():
    x = np.random.default_rng(3).standard_normal((6, 8))[::2, 1::3]
    mean, var = mean_and_variance(x)
    assert_close(mean, x.mean(axis=1), name="mean of a strided table")
    assert_close(var, x.var(axis=1), name="variance of a strided table")
    mean, var = mean_and_variance(np.zeros((0, 5)))
    assert mean.shape == var.shape == (0,), f"no rows, no statistics: got {mean.shape}, {var.shape}"
