"""Batch norm of pictures as the formula says, and pictures as tables"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost
from t14_resnet import as_table, batch_norm2d_naive, from_table

SHAPES = [(3, 2, 4, 5), (2, 3, 1, 4), (1, 2, 3, 1), (5, 1, 2, 2), (0, 2, 3, 3)]
HINT_NAIVE = "scratch hint t14 batch_norm2d_naive"
HINT_TABLE = "scratch hint t14 as_table"


def arrays(shape, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) * 2 + 1, *rng.standard_normal((2, shape[1]))


def channel_by_channel(x, weight, bias, residual, relu, eps=1e-5):
    out = np.empty_like(x)
    for c in range(x.shape[1]):
        samples = x[:, c]
        out[:, c] = (samples - samples.mean()) / np.sqrt(samples.var() + eps) * weight[c] + bias[c]
    out = out + residual
    return np.where(out > 0, out, 0) if relu else out


@pytest.mark.parametrize("relu", [False, True])
@pytest.mark.parametrize("shape", SHAPES[:2])
def test_the_shortcut_is_added_before_the_cut(shape, relu):
    x, weight, bias = arrays(shape)
    residual = np.random.default_rng(5).standard_normal(shape)
    assert_close(
        batch_norm2d_naive(x, weight, bias, residual=residual, training=True, relu=relu),
        channel_by_channel(x, weight, bias, residual, relu),
        name=f"batch_norm2d_naive of shape {shape}, relu={relu}",
        why="normalise each channel, add residual, and only then, if relu, cut off below 0",
        hint=HINT_NAIVE,
    )


@pytest.mark.parametrize("relu", [False, True])
def test_without_a_residual_nothing_is_added(relu):
    x, weight, bias = arrays((3, 2, 4, 5))
    assert_close(
        batch_norm2d_naive(x, weight, bias, training=True, relu=relu),
        channel_by_channel(x, weight, bias, 0.0, relu),
        name=f"batch_norm2d_naive, relu={relu}",
        why="residual=None adds nothing; negative values stay unless relu",
        hint=HINT_NAIVE,
    )


def test_evaluation_takes_the_running_statistics():
    x, weight, bias = arrays((3, 2, 4, 5))
    mean, var = np.array([1.0, -2.0]), np.array([4.0, 0.25])
    kept = (1, 2, 1, 1)
    expected = (x - mean.reshape(kept)) / np.sqrt(var.reshape(kept) + 0.5)
    expected = expected * weight.reshape(kept) + bias.reshape(kept)
    got = batch_norm2d_naive(x, weight, bias, mean, var, training=False, eps=0.5)
    assert_close(got, expected, name="output in evaluation", hint=HINT_NAIVE)


def test_the_formula_has_derivatives_of_both_orders():
    x, weight, bias = arrays((2, 2, 2, 3))

    def function(x, weight, bias, residual):
        return batch_norm2d_naive(x, weight, bias, residual=residual, training=True, relu=True)

    inputs = [x, weight, bias, x[::-1].copy()]
    assert gradcheck(function, inputs)
    assert gradgradcheck(function, inputs)


@pytest.mark.parametrize("shape", SHAPES)
def test_pictures_in_either_order_are_tables_without_copying(shape):
    x = np.random.default_rng(0).standard_normal(shape)
    n, c, h, w = shape
    table = as_table(x)
    why = "C-contiguous pictures: one row per picture, H * W places of a channel next to each other"
    assert_close(table, x.reshape(n, c, h * w), name="table of NCHW", why=why, hint=HINT_TABLE)
    inner = batch_innermost(np.asfortranarray(x))
    if not inner.flags.c_contiguous:  # with axes of size 1 both orders may be the same
        expected = np.empty((h, c, w * n))
        for i, j, k, m in np.ndindex(*shape):
            expected[k, j, m * n + i] = x[i, j, k, m]
        why = "batch-innermost: memory holds (H, C, W, N); the last two axes are one run"
        assert_close(as_table(inner), expected, name="table", why=why, hint=HINT_TABLE)
    for pictures in (x, inner):
        if pictures.size:
            assert np.shares_memory(as_table(pictures), pictures), (
                "as_table copied pictures that lie in a known order: a table is another way to "
                f"look at the same memory, no transposed reshape; ./{HINT_TABLE}"
            )


def test_other_orders_are_copied_to_batch_innermost():
    x = np.random.default_rng(0).standard_normal((3, 2, 4, 10))[:, :, :, ::2]
    expected = x.transpose(2, 1, 3, 0).reshape(4, 2, 15)
    assert_close(as_table(x), expected, name="table of a sliced x", hint=HINT_TABLE)


@pytest.mark.parametrize("order", ["NCHW", "batch innermost"])
def test_like_decides_about_the_order(order):
    x = np.random.default_rng(0).standard_normal((3, 2, 4, 5))
    inner = batch_innermost(x)
    like, other = (x, inner) if order == "NCHW" else (inner, x)
    assert_close(
        as_table(other, like),
        as_table(like),
        name=f"as_table(x, like) where like lies as {order}, and x the other way",
        why="equal pictures make equal tables in the order of like, whatever their own",
        hint=HINT_TABLE,
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_from_table_takes_as_table_back(shape):
    x = np.random.default_rng(0).standard_normal(shape)
    for pictures in (x, batch_innermost(x), np.asfortranarray(x)):
        back = from_table(as_table(pictures), pictures)
        assert_close(back, x, name="from_table(as_table(x), x)", why="there and back")


def test_the_table_of_a_float32_array_is_float32():
    x = np.zeros((2, 3, 4, 5), np.float32)
    for pictures in (x, batch_innermost(x), x[:, :, ::2]):
        assert as_table(pictures).dtype == np.float32, "as_table changed the dtype"
    wrapped = batch_norm2d_naive(tensor(x), None, None, training=True)
    assert_close(wrapped.data, x, name="normalised zeros", why="float32 in, float32 out")
