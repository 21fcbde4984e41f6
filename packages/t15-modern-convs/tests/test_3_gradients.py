"""Depthwise gradients

Expected values come from t11's loops, with kernels that are 0 for all other channels.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_input_gradient_naive, conv2d_weight_gradient_naive
from t12_im2col import is_batch_innermost
from t15_modern_convs import (
    DepthwiseConv2d,
    depthwise_by_shifts,
    depthwise_conv2d,
    depthwise_input_gradient,
    depthwise_weight_gradient,
)

INPUT = "scratch hint t15 depthwise_input_gradient"
WEIGHT = "scratch hint t15 depthwise_weight_gradient"


def incoming(x, weight, options):
    return np.random.default_rng(1).standard_normal(depthwise_by_shifts(x, weight, **options).shape)


def test_the_gradient_of_x_agrees_with_the_loops(case, dense):
    x, weight, _, options = case
    g = incoming(x, weight, options)
    expected = conv2d_input_gradient_naive(g, dense(weight, x.shape[1]), x.shape, **options)
    assert_close(
        depthwise_input_gradient(g, weight, x.shape, **options),
        expected,
        name=f"gradient of x, {options}",
        why="every output spreads its gradient over the window that it saw, in its own channel of "
        "x; what the m kernels of a channel send back adds up",
        hint=INPUT,
    )


def test_the_gradient_of_weight_agrees_with_the_loops(case, grouped_part):
    x, weight, _, options = case
    g = incoming(x, weight, options)
    whole = conv2d_weight_gradient_naive(g, x, weight.shape[2:], **options)
    assert_close(
        depthwise_weight_gradient(g, x, weight.shape[2:], **options),
        grouped_part(whole, x.shape[1]),
        name=f"gradient of weight, {options}",
        why="a tap's gradient is the sum of g times the pixel under it, over samples, rows and "
        "columns; pixels in the padding are 0",
        hint=WEIGHT,
    )


def test_all_gradients_together_and_in_second_order_agree_with_differences():
    rng = np.random.default_rng(0)
    inputs = [rng.standard_normal(s) for s in ((1, 2, 4, 3), (2, 1, 3, 2), (2,))]
    for options in ({"padding": 1}, {"stride": 2}, {"dilation": (2, 1), "padding": (1, 0)}):

        def function(*values, options=options):
            return depthwise_conv2d(*values, **options)

        assert gradcheck(function, inputs)
    assert gradgradcheck(function, inputs)


def test_any_order_in_memory_gives_the_same_gradients(orders):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((3, 4, 6, 5)), rng.standard_normal((4, 1, 3, 3))
    options = {"padding": 1, "stride": (2, 1)}
    g = incoming(x, weight, options)
    x_grad = depthwise_input_gradient(g, weight, x.shape, **options)
    weight_grad = depthwise_weight_gradient(g, x, (3, 3), **options)
    for (name, some_g), (_, some_x) in zip(orders(g), orders(x), strict=True):
        before = some_g.copy(), some_x.copy()
        got = depthwise_input_gradient(some_g, weight, x.shape, **options)
        assert_close(got, x_grad, name=f"gradient of x, {name}", hint=INPUT)
        assert is_batch_innermost(got), "the gradient must lie batch-innermost, as (H, C, W, N)"
        got = depthwise_weight_gradient(some_g, some_x, (3, 3), **options)
        assert_close(got, weight_grad, name=f"gradient of weight, {name}", hint=WEIGHT)
        assert_close(some_g, before[0], name="g afterwards", why="g belongs to the engine")
        assert_close(some_x, before[1], name="x afterwards", why="x belongs to the caller")


def test_many_channels_in_float32_agree_with_the_sum_of_shifts():
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(s) for s in ((16, 23, 24, 26), (46, 1, 3, 3), (46,))]
    leaves = [tensor(a.astype(np.float32), requires_grad=True) for a in arrays]
    wide = [tensor(a, requires_grad=True) for a in arrays]
    out = depthwise_conv2d(*leaves, padding=1)
    g = rng.standard_normal(out.shape)
    out.backward(g.astype(np.float32))
    depthwise_by_shifts(*wide, padding=1).backward(g)
    for name, leaf, other in zip(("x", "weight", "bias"), leaves, wide, strict=True):
        wanted = other.grad.astype(np.float32)
        assert_close(leaf.grad, wanted, name=f"gradient of {name}, float32", rtol=1e-3)


def test_an_empty_batch_has_gradients_of_zero():
    leaves = [tensor(np.ones(s), requires_grad=True) for s in ((0, 2, 4, 5), (2, 1, 3, 2), (2,))]
    depthwise_conv2d(*leaves, padding=1).sum().backward()
    for name, leaf in zip(("x", "weight", "bias"), leaves, strict=True):
        assert_close(leaf.grad, np.zeros(leaf.shape), name=f"gradient of {name}, no pictures")


@pytest.mark.parametrize(
    ("x", "weight", "message"),
    [
        (np.zeros((2, 4, 4)), np.zeros((4, 1, 3, 3)), "x must have 4 axes"),
        (np.zeros((2, 3, 4, 4)), np.zeros((4, 1, 3, 3)), "groups must divide the 3 input"),
        (np.zeros((2, 2, 4, 4)), np.zeros((2, 2, 3, 3)), "needs 4 input channels"),
    ],
)
def test_what_does_not_fit_is_named(x, weight, message):
    with pytest.raises(ValueError, match=message):
        depthwise_conv2d(x, weight)


def test_the_layer_has_a_kernel_for_each_channel_and_multiple():
    layer = DepthwiseConv2d(3, 3, 2, 1, multiplier=2, bias=False, rng=np.random.default_rng(0))
    assert (layer.weight.shape, layer.bias) == ((6, 1, 3, 3), None)
    x = np.random.default_rng(1).standard_normal((2, 3, 5, 6)).astype(np.float32)
    expected = depthwise_by_shifts(x, layer.weight.data, stride=2, padding=1)
    assert_close(layer(x), expected, name="output of the layer", rtol=1e-4, atol=1e-5)
