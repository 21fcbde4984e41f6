"""avg_pool2d, an operation of the graph"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost, from_rows, is_batch_innermost, rows
from t13_pooling import AvgPool2d, Windows, average_forward, avg_pool2d, divisors

HINT = "scratch hint t13 avg_pool2d"
OPTIONS = [
    {"kernel_size": 2},
    {"kernel_size": 3, "stride": 2, "padding": 1},
    {"kernel_size": 3, "stride": 2, "padding": 1, "count_include_pad": False},
    {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True},
    {"kernel_size": (2, 3), "divisor_override": 4},
]


def pictures(shape=(3, 2, 6, 6)):
    return np.random.default_rng(0).standard_normal(shape)


@pytest.mark.parametrize("options", OPTIONS)
def test_values_are_those_of_the_rows(options):
    x = pictures()
    left = dict(options)
    ways = [left.pop(name, default) for name, default in (("count_include_pad", True),)]
    ways.append(left.pop("divisor_override", None))
    windows = Windows((6, 6), **{"stride": None, "padding": 0} | left)
    lines = rows(batch_innermost(x))
    expected = from_rows(average_forward(lines, windows, 1 / divisors(windows, *ways)))
    out = avg_pool2d(x, **options)
    assert out.shape == expected.shape, f"shape {out.shape}, expected {expected.shape}"
    why = "average_forward of the rows with 1 / divisors(windows, count_include_pad, override)"
    assert_close(out, expected, name=f"means, {options}", why=why, hint=HINT)
    assert is_batch_innermost(out), "the output must lie batch-innermost for the next layer"


def test_the_mean_of_four():
    x = np.array([[[[1.0, 3.0, 0.0], [5.0, 7.0, 0.0]]]])
    why = "(1 + 3 + 5 + 7) / 4; the third column has no window of its own"
    assert_close(avg_pool2d(x, 2), [[[[4.0]]]], name="mean", why=why, hint=HINT)


@pytest.mark.parametrize("options", OPTIONS)
def test_both_orders_of_derivative_agree_with_differences(options):
    x = pictures((2, 1, 5, 6))
    assert gradcheck(lambda x: avg_pool2d(x, **options), [x])
    assert gradgradcheck(lambda x: avg_pool2d(x, **options), [x])


def test_the_gradient_of_a_mean_is_shared_by_its_window():
    leaf = tensor(pictures((2, 1, 4, 4)), requires_grad=True)
    avg_pool2d(leaf, 2).backward(np.ones((2, 1, 2, 2)))
    why = "each of the four pixels has a quarter of the mean"
    assert_close(leaf.grad, np.full((2, 1, 4, 4), 0.25), name="gradient", why=why, hint=HINT)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    for options in OPTIONS:
        leaf = tensor(pictures().astype(dtype), requires_grad=True)
        out = avg_pool2d(leaf, **options)
        out.backward(np.ones(out.shape, dtype))
        assert out.dtype == dtype, f"{np.dtype(dtype)} in, {out.dtype} out"
        assert leaf.grad.dtype == dtype, f"gradient of {np.dtype(dtype)} is {leaf.grad.dtype}"


def test_an_empty_batch_has_empty_means():
    out = avg_pool2d(np.zeros((0, 2, 4, 4)), 2)
    assert_close(out, np.zeros((0, 2, 2, 2)), name="means of no pictures")


def test_a_divisor_of_zero_is_refused():
    with pytest.raises(ValueError, match="divisor_override must not be 0"):
        avg_pool2d(pictures(), 2, divisor_override=0)
    with pytest.raises(ValueError, match=r"avg_pool2d: x must be \(N, C, H, W\)"):
        avg_pool2d(np.zeros((2, 3, 4)), 2)


def test_the_layer_uses_its_options():
    layer = AvgPool2d(3, 2, padding=1, count_include_pad=False)
    expected = avg_pool2d(pictures(), 3, 2, padding=1, count_include_pad=False)
    assert_close(layer(pictures()), expected, name="output")
    assert layer(pictures()).shape == (3, 2, 3, 3), f"shape {layer(pictures()).shape}"


def test_the_layer_has_the_defaults_of_the_function():
    x = pictures()
    for options in ({}, {"padding": 1}):
        expected = avg_pool2d(x, 3, **options)
        assert_close(AvgPool2d(3, **options)(x), expected, name=f"output, {options}")
