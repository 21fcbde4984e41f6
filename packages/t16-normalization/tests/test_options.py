"""What is given, not graded: blocks of rows, checks of shapes, defaults of the formulas."""

import numpy as np
import pytest
from scratchcore import gradgradcheck
from scratchcore.testing import assert_close
from t16_normalization import (
    group_norm,
    layer_norm,
    rms_norm,
    rows,
    spectral_norm,
    weight_norm,
)
from t16_normalization.checks import require_divisor, require_eps, trailing_shape
from t16_normalization.spectralnorm import spectral_norm_naive
from t16_normalization.weightnorm import weight_norm_naive


@pytest.mark.parametrize("width", [0, 1, 7, 40])
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_blocks_cover_all_rows_once_and_fit(monkeypatch, count, width):
    monkeypatch.setattr(rows, "_BLOCK", 20)
    blocks = rows.by_blocks(lambda start, stop: (start, stop), count, width)
    covered = [row for start, stop in blocks for row in range(start, stop)]
    assert covered == list(range(count))
    sizes = [stop - start for start, stop in blocks if count]
    assert all(1 <= size <= max(1, 20 // max(1, width)) for size in sizes)


def test_large_work_is_cut_in_halves_of_blocks():
    blocks = rows.by_blocks(lambda start, stop: (start, stop), 5001, 256)
    assert blocks == [(0, 2048), (2048, 2501), (2501, 4549), (4549, 5001)]


def test_sums_of_rows_are_float64():
    x = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)
    for got, expected in ((rows.sum_rows(x), [3.0, 7.0]), (rows.dot_rows(x, x), [5.0, 25.0])):
        assert got.dtype == np.float64
        assert_close(got, expected, name="sums of rows")
    assert rows.column(np.ones(2), x).dtype == np.float32
    assert rows.column(np.ones(2), x).shape == (2, 1)


@pytest.mark.parametrize(("length", "scale"), [(1.8e19, 1.0), (1.9e19, 0.0)])
def test_a_row_whose_squares_overflow_in_float32_becomes_its_bias(length, scale):
    unit = np.tile(np.array([1.0, -1.0], np.float32), (1, 8))  # (1, 16), of length 4
    x, one = unit * np.float32(length / 4), np.ones(16, np.float32)
    with np.errstate(over="ignore"):
        found = {
            "layer_norm": layer_norm(x, 16, one, one),
            "group_norm": group_norm(x, 1, one, one),
            "rms_norm": rms_norm(x, 16, one) + 1,
        }
    for name, got in found.items():
        assert_close(got, scale * unit + 1, name=f"{name}, length {length}", atol=1e-5)


def test_shapes_and_numbers_are_checked():
    assert trailing_shape(3) == trailing_shape([3]) == trailing_shape((np.int64(3),)) == (3,)
    assert require_eps(0) == 0
    require_divisor("GroupNorm", np.int64(2), 4)
    for eps in (-1e-9, float("nan")):
        with pytest.raises(ValueError, match="eps must be at least 0"):
            require_eps(eps)
    for groups in (0, -2, 3, 8, 2.0):
        with pytest.raises(ValueError, match=f"divides the 4 channels, got {groups}"):
            require_divisor("GroupNorm", groups, 4)


def test_the_formulas_for_second_derivatives_give_the_same_values():
    rng = np.random.default_rng(0)
    weight, u, v = rng.standard_normal((4, 3)), rng.standard_normal(4), rng.standard_normal(3)
    got, expected = spectral_norm_naive(weight, u, v), spectral_norm(weight, u, v)
    assert_close(got, expected, name="spectral_norm_naive")
    lengths = rng.standard_normal((4, 1))
    got, expected = weight_norm_naive(weight, lengths), weight_norm(weight, lengths)
    assert_close(got, expected, name="weight_norm_naive")
    for dim, shape in ((1, (1, 3)), (None, (1, 1))):
        lengths = rng.standard_normal(shape)
        got = weight_norm_naive(weight, lengths, dim=dim)
        assert_close(got, weight_norm(weight, lengths, dim=dim), name=f"weight_norm_naive, {dim}")
    got, expected = spectral_norm_naive(weight, v, u, dim=1), spectral_norm(weight, v, u, dim=1)
    assert_close(got, expected, name="spectral_norm_naive, dim=1")


def test_second_derivatives_use_the_same_axis_unless_told():
    rng = np.random.default_rng(0)
    v, g = rng.standard_normal((3, 3)), rng.standard_normal((3, 1))
    assert gradgradcheck(weight_norm, [v, g])
    u, w = rng.standard_normal((2, 3))
    weight = np.eye(3) + 0.1 * v
    assert gradgradcheck(lambda weight: spectral_norm(weight, abs(u), abs(w)), [weight])
