"""An output of a given size: adaptive and global pooling"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost, is_batch_innermost
from t13_pooling import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    GlobalAvgPool2d,
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    adaptive_ranges,
    avg_pool2d,
    global_avg_pool2d,
)

SIZES = [(1, 1), (2, 3), (5, 6), (4, 7), (None, 2), 3]


def pictures(shape=(2, 3, 5, 6)):
    return np.random.default_rng(0).standard_normal(shape)


def expected_sizes(size, x):
    both = size if isinstance(size, tuple) else (size, size)
    return [x.shape[2 + a] if both[a] is None else both[a] for a in range(2)]


@pytest.mark.parametrize(("size", "out_size"), [(5, 2), (6, 3), (5, 5), (4, 7), (7, 3), (1, 1)])
def test_ranges_cover_the_axis(size, out_size):
    got = adaptive_ranges(size, out_size)
    expected = [
        (math.floor(i * size / out_size), math.ceil((i + 1) * size / out_size))
        for i in range(out_size)
    ]
    why = "from floor(i * size / out) to ceil((i + 1) * size / out): no pixel is left out"
    hint = "scratch hint t13 adaptive_ranges"
    assert np.shape(got) == (out_size, 2), f"got {got}: a (start, stop) for each output"
    assert_close(np.array(got), np.array(expected), name="ranges", why=why, hint=hint)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("pool", "reduce"), [(adaptive_avg_pool2d, np.mean), (adaptive_max_pool2d, np.max)]
)
def test_each_output_sees_its_ranges(pool, reduce, size):
    x = pictures()
    out_h, out_w = expected_sizes(size, x)
    expected = np.zeros((2, 3, out_h, out_w))
    for i, (top, bottom) in enumerate(adaptive_ranges(5, out_h)):
        for j, (left, right) in enumerate(adaptive_ranges(6, out_w)):
            expected[:, :, i, j] = reduce(x[:, :, top:bottom, left:right], axis=(2, 3))
    out = pool(x, size)
    assert out.shape == expected.shape, f"shape {out.shape}, expected {expected.shape}"
    why = f"{reduce.__name__} over the rows of range i and the columns of range j"
    hint = f"scratch hint t13 {pool.__name__}"
    assert_close(out, expected, name=f"{pool.__name__} to {size}", why=why, hint=hint)


@pytest.mark.parametrize("pool", [adaptive_avg_pool2d, adaptive_max_pool2d])
def test_the_output_lies_batch_innermost_in_any_case(pool):
    x = pictures()
    expected = pool(x, (2, 3))
    hint = f"scratch hint t13 {pool.__name__}"
    for given in (x, batch_innermost(x), np.repeat(x, 2, axis=3)[..., ::2]):
        before = given.copy()
        out = pool(given, (2, 3))
        assert_close(out, expected, name=pool.__name__, why="only strides differ", hint=hint)
        assert is_batch_innermost(out), "the output must lie batch-innermost for the next layer"
        assert_close(given, before, name="the input afterwards")


@pytest.mark.parametrize("pool", [adaptive_avg_pool2d, adaptive_max_pool2d])
def test_an_empty_batch_gives_an_empty_output(pool):
    leaf = tensor(np.zeros((0, 3, 5, 6)), requires_grad=True)
    out = pool(leaf, (2, 3))
    out.backward(np.zeros((0, 3, 2, 3)))
    assert_close(out.data, np.zeros((0, 3, 2, 3)), name="output of no pictures")
    assert_close(leaf.grad, np.zeros((0, 3, 5, 6)), name="gradient of no pictures")


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (4, 2), 3])
@pytest.mark.parametrize("pool", [adaptive_avg_pool2d, adaptive_max_pool2d])
def test_adaptive_derivatives_agree_with_differences(pool, size):
    assert gradcheck(lambda x: pool(x, size), [pictures((1, 2, 3, 4))])
    assert gradgradcheck(lambda x: pool(x, size), [pictures((1, 1, 2, 3))])


def test_one_of_equal_pixels_gets_the_gradient():
    leaf = tensor(np.zeros((1, 1, 4, 4)), requires_grad=True)
    adaptive_max_pool2d(leaf, 2).backward(np.ones((1, 1, 2, 2)))
    expected = np.zeros((1, 1, 4, 4))
    expected[:, :, ::2, ::2] = 1
    why = "of equal pixels the first wins; NumPy's max would share the gradient among them"
    hint = "scratch hint t13 adaptive_max_pool2d"
    assert_close(leaf.grad, expected, name="gradient among ties", why=why, hint=hint)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    for pool in (adaptive_avg_pool2d, adaptive_max_pool2d):
        for size in SIZES[:4]:
            leaf = tensor(pictures().astype(dtype), requires_grad=True)
            out = pool(leaf, size)
            out.backward(np.ones(out.shape, dtype))
            assert out.dtype == leaf.grad.dtype == dtype, f"{np.dtype(dtype)} in, {out.dtype} out"


def test_global_pooling_is_the_mean_of_each_channel():
    x = pictures()
    leaf = tensor(x, requires_grad=True)
    out = global_avg_pool2d(leaf)
    hint = "scratch hint t13 global_avg_pool2d"
    assert out.shape == (2, 3), f"shape {out.shape}, expected (N, C) = (2, 3)"
    why = "the mean over height and width, as avg_pool2d with the whole picture as window"
    expected = avg_pool2d(x, (5, 6))[:, :, 0, 0]
    assert_close(out.data, expected, name="means", why=why, hint=hint)
    g = np.arange(6.0).reshape(2, 3)
    out.backward(g)
    expected = np.broadcast_to(g[:, :, None, None] / 30, x.shape)
    why = "each of the 30 pixels has a thirtieth of its channel's mean"
    assert_close(leaf.grad, expected, name="gradient", why=why, hint=hint)


def test_global_pooling_of_no_pictures():
    leaf = tensor(np.zeros((0, 2, 3, 3)), requires_grad=True)
    global_avg_pool2d(leaf).backward(np.zeros((0, 2)))
    assert_close(leaf.grad, np.zeros((0, 2, 3, 3)), name="gradient of no pictures")


def test_global_derivatives_agree_with_differences():
    assert gradcheck(global_avg_pool2d, [pictures((2, 2, 3, 4))])
    assert gradgradcheck(global_avg_pool2d, [pictures((2, 1, 2, 3))])


def test_float32_stays_float32():
    leaf = tensor(pictures().astype(np.float32), requires_grad=True)
    out = global_avg_pool2d(leaf)
    out.backward(np.ones((2, 3), np.float32))
    assert out.dtype == leaf.grad.dtype == np.float32, f"{out.dtype}, gradient {leaf.grad.dtype}"


def test_pictures_are_asked_for():
    for pool in (lambda x: adaptive_avg_pool2d(x, 2), lambda x: adaptive_max_pool2d(x, 2),
                 global_avg_pool2d):  # fmt: skip
        with pytest.raises(ValueError, match=r"x must be \(N, C, H, W\), got shape \(3, 4\)"):
            pool(np.zeros((3, 4)))
    with pytest.raises(ValueError, match=r"output_size must be .* got 0"):
        adaptive_avg_pool2d(pictures(), 0)


def test_the_layers_use_their_size():
    x = pictures()
    assert_close(AdaptiveAvgPool2d(2)(x), adaptive_avg_pool2d(x, 2), name="means")
    assert_close(AdaptiveMaxPool2d((1, 3))(x), adaptive_max_pool2d(x, (1, 3)), name="maxima")
    assert GlobalAvgPool2d()(x).shape == (2, 3), f"shape {GlobalAvgPool2d()(x).shape}"
