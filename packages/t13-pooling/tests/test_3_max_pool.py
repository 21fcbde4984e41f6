"""max_pool2d, an operation of the graph"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost, from_rows, is_batch_innermost, rows
from t13_pooling import MaxPool2d, Windows, max_backward, max_forward, max_pool2d

HINT = "scratch hint t13 max_pool2d"
OPTIONS = [
    {"kernel_size": 2},
    {"kernel_size": (2, 3)},
    {"kernel_size": 3, "stride": 2, "padding": 1},
    {"kernel_size": 2, "stride": (2, 1), "dilation": (1, 2)},
    {"kernel_size": 3, "stride": 2, "ceil_mode": True},
    {"kernel_size": 1},
]


def pictures(seed=0, shape=(3, 2, 6, 6)):
    return np.random.default_rng(seed).permutation(np.prod(shape)).reshape(shape) * 0.1


@pytest.mark.parametrize("options", OPTIONS)
def test_values_and_gradient_are_those_of_the_rows(options):
    x = pictures()
    windows = Windows((6, 6), **{"stride": None, "padding": 0} | options)
    lines = rows(batch_innermost(x))
    expected = max_forward(lines, windows)
    g = np.random.default_rng(1).standard_normal(from_rows(expected).shape)
    leaf = tensor(x, requires_grad=True)
    out = max_pool2d(leaf, **options)
    out.backward(g)
    assert out.shape == g.shape, f"shape {out.shape}, expected {g.shape}"
    why = "the rows of x (N, C, H, W) are `rows(batch_innermost(x))`, `from_rows` leads back"
    assert_close(out.data, from_rows(expected), name=f"maxima, {options}", why=why, hint=HINT)
    expected = from_rows(max_backward(rows(batch_innermost(g)), lines, expected, windows))
    why = "pull g back by max_backward with the options of the forward pass"
    assert_close(leaf.grad, expected, name=f"gradient, {options}", why=why, hint=HINT)


@pytest.mark.parametrize("options", OPTIONS)
def test_both_orders_of_derivative_agree_with_differences(options):
    x = pictures(shape=(2, 1, 5, 6))
    assert gradcheck(lambda x: max_pool2d(x, **options), [x])
    assert gradgradcheck(lambda x: max_pool2d(x, **options), [x])


@pytest.mark.parametrize("order", [np.ascontiguousarray, batch_innermost, lambda x: x[:, :, ::-1]])
def test_any_order_in_memory_gives_the_same_values(order):
    x = pictures()
    given = order(x)
    out = max_pool2d(given, 2)
    expected = np.maximum.reduce([given[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)])
    why = "only strides differ"
    assert_close(out, expected, name="maxima", why=why, hint=HINT)
    assert is_batch_innermost(out), "the output must lie batch-innermost for the next layer"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    leaf = tensor(pictures().astype(dtype), requires_grad=True)
    out = max_pool2d(leaf, 3, 2, 1)
    out.backward(np.ones(out.shape, dtype))
    assert out.dtype == dtype, f"{np.dtype(dtype)} in, {out.dtype} out"
    assert leaf.grad.dtype == dtype, f"gradient of {np.dtype(dtype)} is {leaf.grad.dtype}"


def test_an_empty_batch_has_empty_maxima_and_gradients():
    leaf = tensor(np.zeros((0, 2, 4, 4)), requires_grad=True)
    out = max_pool2d(leaf, 2)
    out.backward(np.zeros((0, 2, 2, 2)))
    assert_close(out.data, np.zeros((0, 2, 2, 2)), name="maxima of no pictures")
    assert_close(leaf.grad, np.zeros((0, 2, 4, 4)), name="gradient of no pictures")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kernel_size": 7}, r"spans 7 pixels.*only 6"),
        ({"kernel_size": 2, "padding": 2}, r"padding must be at most half.*\(2, 2\)"),
        ({"kernel_size": 0}, r"kernel_size must be.*got 0"),
        ({"kernel_size": 2, "stride": 0}, r"stride must be.*got 0"),
    ],
)
def test_options_that_do_not_fit_are_named(options, words):
    with pytest.raises(ValueError, match=words):
        max_pool2d(pictures(), **options)


def test_arrays_that_are_no_pictures_are_refused():
    with pytest.raises(ValueError, match=r"max_pool2d: x must be \(N, C, H, W\)"):
        max_pool2d(np.zeros((2, 3, 4)), 2)
    with pytest.raises(TypeError, match="max_pool2d: x must hold floats, got int64"):
        max_pool2d(np.zeros((1, 1, 4, 4), np.int64), 2)


def test_the_layer_uses_its_options():
    x = pictures()
    layer = MaxPool2d(3, 2, padding=1)
    why = "MaxPool2d(3, 2, padding=1) is max_pool2d(x, 3, 2, padding=1)"
    assert_close(layer(x), max_pool2d(x, 3, 2, padding=1), name="output", why=why)
    assert layer(x).shape == (3, 2, 3, 3), f"shape {layer(x).shape}"


def test_the_layer_has_the_defaults_of_the_function():
    x = pictures()
    assert_close(MaxPool2d(3)(x), max_pool2d(x, 3), name="output", why="no padding, no dilation")
    assert "kernel_size=3, stride=None" in repr(MaxPool2d(3))
