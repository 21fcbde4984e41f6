"""The fast gradients of input, weight and bias

Expected values come from t11's loops.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import (
    conv2d_bias_gradient_naive,
    conv2d_input_gradient_naive,
    conv2d_weight_gradient_naive,
)
from t12_im2col import (
    conv2d_bias_gradient,
    conv2d_forward,
    conv2d_input_gradient,
    conv2d_weight_gradient,
    is_batch_innermost,
)

INPUT_HINT = "scratch hint t12 conv2d_input_gradient"
WEIGHT_HINT = "scratch hint t12 conv2d_weight_gradient"
BIAS_HINT = "scratch hint t12 conv2d_bias_gradient"


def test_the_input_gradient_is_that_of_the_loops(case):
    got = conv2d_input_gradient(case.g, case.weight, case.x.shape, **case.options)
    assert_close(
        got,
        conv2d_input_gradient_naive(case.g, case.weight, case.x.shape, **case.options),
        name=f"gradient of x with {case.options}",
        why="every window adds weight * g to its pixels; padding, stride and dilation are those of "
        "the forward pass",
        hint=INPUT_HINT,
    )
    assert is_batch_innermost(got), f"the gradient must lie batch-innermost ({INPUT_HINT})"


def test_the_weight_gradient_is_that_of_the_loops(case):
    assert_close(
        conv2d_weight_gradient(case.g, case.x, case.weight.shape[2:], **case.options),
        conv2d_weight_gradient_naive(case.g, case.x, case.weight.shape[2:], **case.options),
        name=f"gradient of weight with {case.options}",
        why="a weight is used at every place of every picture: x * g is summed over all of them",
        hint=WEIGHT_HINT,
        batch=len(case.x),
    )


def test_the_bias_gradient_is_that_of_the_loops(case):
    assert_close(
        conv2d_bias_gradient(case.g),
        conv2d_bias_gradient_naive(case.g),
        name="gradient of bias",
        why="the sum of g over pictures, rows and columns: one number for each output channel",
        hint=BIAS_HINT,
        batch=len(case.x),
    )


def test_input_gradient_and_forward_pass_are_adjoint(case):
    x_grad = conv2d_input_gradient(case.g, case.weight, case.x.shape, **case.options)
    forward = np.sum(conv2d_forward(case.x, case.weight, **case.options) * case.g)
    why = "<conv(x), g> = <x, gradient(g)>, as the convolution is linear in x"
    assert_close(np.sum(case.x * x_grad), forward, name="<x, gradient>", why=why)


def test_pixels_that_no_window_reached_get_no_gradient():
    g, weight = np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))
    expected = np.array([[1.0, 1, 0, 1, 1, 0]] * 2 + [[0.0] * 6] + [[1, 1, 0, 1, 1, 0]] * 2)
    got = conv2d_input_gradient(g, weight, (1, 1, 5, 6), stride=3)
    why = "stride 3 jumps over every third pixel; the last column is in shape, and g knows nothing"
    assert_close(got, expected[None, None], name="gradient of x", why=why, hint=INPUT_HINT)


def test_any_memory_order_gives_the_same_gradients(case, orders):
    kernel_size = case.weight.shape[2:]
    expected = (
        conv2d_input_gradient_naive(case.g, case.weight, case.x.shape, **case.options),
        conv2d_weight_gradient_naive(case.g, case.x, kernel_size, **case.options),
        conv2d_bias_gradient_naive(case.g),
    )
    for (name, g), (_, x), (_, weight) in zip(
        orders(case.g), orders(case.x), orders(case.weight), strict=True
    ):
        got = (
            conv2d_input_gradient(g, weight, x.shape, **case.options),
            conv2d_weight_gradient(g, x, kernel_size, **case.options),
            conv2d_bias_gradient(g),
        )
        for of, mine, theirs in zip(("x", "weight", "bias"), got, expected, strict=True):
            why = "an array is its values, however they lie: both g and x may need a copy"
            assert_close(mine, theirs, name=f"gradient of {of}, {name}", why=why)


def test_gradients_keep_float32_and_leave_what_they_get(case):
    given = [a.astype(np.float32) for a in (case.g, case.x, case.weight)]
    g, x, weight = (a.copy() for a in given)
    got = (
        conv2d_input_gradient(g, weight, x.shape, **case.options),
        conv2d_weight_gradient(g, x, weight.shape[2:], **case.options),
        conv2d_bias_gradient(g),
    )
    dtypes = [array.dtype.name for array in got]
    assert dtypes == ["float32"] * 3, f"float32 in, float32 out: got {dtypes}"
    for now, then in zip((g, x, weight), given, strict=True):
        why = "other paths of the graph hold these arrays"
        assert_close(now, then, name="an argument", why=why)


def test_an_empty_batch_has_zero_gradients_of_its_parameters():
    g, x, weight = np.zeros((0, 3, 4, 4)), np.zeros((0, 2, 5, 6)), np.ones((3, 2, 2, 3))
    why = "a sum over no pictures is 0"
    for got, expected, hint in (
        (conv2d_input_gradient(g, weight, x.shape), x, INPUT_HINT),
        (conv2d_weight_gradient(g, x, (2, 3)), np.zeros_like(weight), WEIGHT_HINT),
        (conv2d_bias_gradient(g), np.zeros(3), BIAS_HINT),
    ):
        assert_close(got, expected, name="gradient", why=why, hint=hint)


@pytest.mark.parametrize("kernel_size", [2, (2, 2), [2, 2]])
def test_a_kernel_size_may_be_a_number_or_a_pair(kernel_size):
    got = conv2d_weight_gradient(
        np.ones((1, 1, 2, 2)), np.arange(9.0).reshape(1, 1, 3, 3), kernel_size
    )
    expected = np.array([[[[8.0, 12], [20, 24]]]])
    assert_close(got, expected, name="gradient", why="0 + 1 + 3 + 4, and so on", hint=WEIGHT_HINT)
