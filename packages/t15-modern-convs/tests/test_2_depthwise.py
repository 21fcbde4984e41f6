"""Each channel for itself

Expected values come from t11's loops, with kernels that are 0 for all other channels.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_naive
from t12_im2col import is_batch_innermost
from t15_modern_convs import band_matrix, depthwise_by_shifts, depthwise_forward

FORWARD = "scratch hint t15 depthwise_forward"
HINTS = {depthwise_by_shifts: "scratch hint t15 depthwise_by_shifts", depthwise_forward: FORWARD}
WHY = "output channel c * m + j is channel c of x under kernel c * m + j, and nothing else"


@pytest.mark.parametrize("function", HINTS)
def test_both_ways_agree_with_the_loops(function, case, dense):
    x, weight, bias, options = case
    expected = conv2d_naive(x, dense(weight, x.shape[1]), bias, **options)
    got = function(x, weight, bias, **options)
    name, hint = f"{function.__name__}, {options}", HINTS[function]
    assert_close(got, expected, name=name, why=WHY, hint=hint)
    without = function(x, weight, **options)
    assert_close(without, expected - bias[:, None, None], name=f"{name} without bias", hint=hint)


def test_the_sum_of_shifts_is_differentiable_twice():
    rng = np.random.default_rng(0)
    inputs = [rng.standard_normal(s) for s in ((1, 2, 3, 3), (4, 1, 2, 2), (4,))]

    def function(*values):
        return depthwise_by_shifts(*values, stride=(1, 2), padding=1)

    assert gradcheck(function, inputs)
    assert gradgradcheck(function, inputs)
    out = depthwise_by_shifts(*(tensor(a, requires_grad=True) for a in inputs))
    why = "composed of NumPy functions, it takes tensors and returns one"
    assert_close(out, depthwise_by_shifts(*inputs), name="output for tensors", why=why)


def test_a_band_matrix_of_one_row_by_hand():
    got = band_matrix(np.array([[[1.0, 2.0, 3.0]]]), 3)
    expected = [[[1, 2, 3, 0, 0], [0, 1, 2, 3, 0], [0, 0, 1, 2, 3]]]
    assert_close(
        got,
        np.array(expected, float),
        name="band matrix of the kernel [1, 2, 3] for 3 outputs",
        why="3 neighbouring outputs see 5 pixels, each of them 3, one further than the one before",
        hint="scratch hint t15 band_matrix",
    )


@pytest.mark.parametrize(
    ("tile", "stride", "dilation"), [(1, 1, 1), (4, 1, 1), (3, 2, 1), (3, 1, 2), (2, 3, 2)]
)
def test_a_band_matrix_times_pixels_is_a_strip_of_outputs(tile, stride, dilation):
    rng = np.random.default_rng(0)
    weight = rng.standard_normal((3, 2, 4))
    span = (tile - 1) * stride + dilation * 3 + 1
    x = rng.standard_normal((3, 2, span))
    got = band_matrix(weight, tile, stride=stride, dilation=dilation)
    assert got.shape == (3, tile, 2 * span), f"shape {got.shape}, expected (3, {tile}, {2 * span})"
    expected = np.zeros((3, tile))
    for c, o, i, j in np.ndindex(3, tile, 2, 4):
        expected[c, o] += weight[c, i, j] * x[c, i, o * stride + j * dilation]
    assert_close(
        (got @ x.reshape(3, 2 * span, 1))[:, :, 0],
        expected,
        name=f"band matrix times pixels, stride {stride}, dilation {dilation}",
        why="tap (i, j) of output o meets pixel o * stride + j * dilation of row i",
        hint="scratch hint t15 band_matrix",
    )
    assert got.dtype == np.float64
    assert band_matrix(weight.astype(np.float32), 2).dtype == np.float32


def test_any_order_in_memory_comes_out_batch_innermost(orders):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((3, 4, 6, 5)), rng.standard_normal((4, 1, 3, 3))
    expected = depthwise_by_shifts(x, weight, padding=1)
    for name, same in orders(x):
        before = same.copy()
        got = depthwise_forward(same, weight, padding=1)
        assert_close(got, expected, name=f"forward pass, {name}", hint=FORWARD)
        assert is_batch_innermost(got), "the output must lie batch-innermost, as (H, C, W, N)"
        assert_close(same, before, name="x afterwards", why="x belongs to the caller")


def test_many_channels_in_blocks_and_threads_agree():
    rng = np.random.default_rng(0)
    x, weight, bias = (
        rng.standard_normal(s).astype(np.float32) for s in ((16, 23, 24, 26), (46, 1, 3, 3), (46,))
    )
    wide = [a.astype(np.float64) for a in (x, weight, bias)]
    got = depthwise_forward(x, weight, bias, padding=1)
    expected = depthwise_by_shifts(*wide, padding=1).astype(np.float32)
    assert_close(got, expected, name="float32 output", why="float32 in, float32 out", atol=1e-5)


def test_an_empty_batch_gives_an_empty_output():
    for function in (depthwise_by_shifts, depthwise_forward):
        out = function(np.zeros((0, 2, 4, 5)), np.ones((4, 1, 3, 2)), np.ones(4))
        assert out.shape == (0, 4, 2, 4), f"{function.__name__}: shape {out.shape}"


def test_a_kernel_larger_than_the_picture_is_refused():
    for function in (depthwise_by_shifts, depthwise_forward):
        with pytest.raises(ValueError, match="kernel spans 5 pixels"):
            function(np.zeros((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), dilation=2)
