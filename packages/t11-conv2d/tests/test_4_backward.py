"""The gradients of input, weight and bias

Expected values come from seven loops over single numbers, and from central differences.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import (
    conv2d_bias_gradient_naive,
    conv2d_input_gradient_naive,
    conv2d_naive,
    conv2d_weight_gradient_naive,
)

INPUT_HINT = "scratch hint t11 conv2d_input_gradient_naive"
WEIGHT_HINT = "scratch hint t11 conv2d_weight_gradient_naive"
BIAS_HINT = "scratch hint t11 conv2d_bias_gradient_naive"
HINT = "scratch hint t11 conv2d_naive"


def test_the_input_gradient_is_that_of_the_definition(case, definition):
    _, x_grad, *_ = definition(case.x, case.weight, case.bias, case.g, *case.meaning)
    assert_close(
        conv2d_input_gradient_naive(case.g, case.weight, case.x.shape, **case.options),
        x_grad,
        name=f"gradient of x with {case.options}",
        why="a pixel gets weight * g from every window that it lies in, over all output channels; "
        "windows overlap, so they add up, and the padding is cut off",
        hint=INPUT_HINT,
    )


def test_the_weight_gradient_is_that_of_the_definition(case, definition):
    _, _, weight_grad, _ = definition(case.x, case.weight, case.bias, case.g, *case.meaning)
    assert_close(
        conv2d_weight_gradient_naive(case.g, case.x, case.weight.shape[2:], **case.options),
        weight_grad,
        name=f"gradient of weight with {case.options}",
        why="a weight is used at every place of every sample: x * g is summed over all of them, "
        "not averaged",
        hint=WEIGHT_HINT,
        batch=len(case.x),
    )


def test_the_bias_gradient_is_that_of_the_definition(case, definition):
    *_, bias_grad = definition(case.x, case.weight, case.bias, case.g, *case.meaning)
    assert_close(
        conv2d_bias_gradient_naive(case.g),
        bias_grad,
        name="gradient of bias",
        why="a bias is added at every place of every sample: g is summed over all but the channels",
        hint=BIAS_HINT,
        batch=len(case.x),
    )


def test_pixels_that_no_window_reached_get_no_gradient():
    g, weight = np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))
    expected = np.array([[1.0, 1, 0, 1, 1, 0]] * 2 + [[0.0] * 6] + [[1, 1, 0, 1, 1, 0]] * 2)
    got = conv2d_input_gradient_naive(g, weight, (1, 1, 5, 6), stride=3)
    why = (
        "stride 3 jumps over every third pixel, and over the last column: x has it, g knows nothing"
    )
    assert_close(got, expected[None, None], name="gradient of x", why=why, hint=INPUT_HINT)


def test_each_gradient_is_the_adjoint_of_the_forward_pass(case):
    direction = np.random.default_rng(1).standard_normal(case.x.shape)
    forward = np.sum(conv2d_naive(direction, case.weight, **case.options) * case.g)
    x_grad = conv2d_input_gradient_naive(case.g, case.weight, case.x.shape, **case.options)
    why = "<conv(x), g> = <x, gradient(g)> for every x, as the convolution is linear in x"
    assert_close(np.sum(direction * x_grad), forward, name="inner product", why=why)
    weight_grad = conv2d_weight_gradient_naive(
        case.g, direction, case.weight.shape[2:], **case.options
    )
    assert_close(np.sum(case.weight * weight_grad), forward, name="with the weight", why=why)


def test_backward_hands_over_the_three_gradients(case, definition):
    expected = definition(case.x, case.weight, case.bias, case.g, *case.meaning)[1:]
    leaves = [tensor(a, requires_grad=True) for a in (case.x, case.weight, case.bias)]
    conv2d_naive(*leaves, **case.options).backward(case.g)
    for name, leaf, gradient in zip(("x", "weight", "bias"), leaves, expected, strict=True):
        assert_close(
            leaf.grad,
            gradient,
            name=f"{name}.grad with {case.options}",
            why="conv2d_naive hands g and its own options to the three gradient functions, in the "
            "order of its arguments",
            hint=HINT,
        )


def test_without_bias_backward_needs_none(case, definition):
    expected = definition(case.x, case.weight, case.bias, case.g, *case.meaning)[1]
    x = tensor(case.x, requires_grad=True)
    conv2d_naive(x, case.weight, **case.options).backward(case.g)
    assert_close(x.grad, expected, name="x.grad", why="only x needs a gradient", hint=HINT)


def test_central_differences_agree(case):
    rng = np.random.default_rng(2)

    def convolution(x, weight, bias):
        return conv2d_naive(x, weight, bias, **case.options)

    assert gradcheck(convolution, (case.x, case.weight, case.bias), rng=rng), HINT


def test_an_empty_batch_has_zero_gradients_of_its_parameters():
    g, x = np.zeros((0, 3, 4, 4)), np.zeros((0, 2, 5, 6))
    weight = np.ones((3, 2, 2, 3))
    why = "a sum over no samples is 0"
    assert_close(
        conv2d_input_gradient_naive(g, weight, x.shape), x, name="x", why=why, hint=INPUT_HINT
    )
    assert_close(
        conv2d_weight_gradient_naive(g, x, (2, 3)),
        np.zeros_like(weight),
        name="weight",
        why=why,
        hint=WEIGHT_HINT,
    )
    assert_close(conv2d_bias_gradient_naive(g), np.zeros(3), name="bias", why=why, hint=BIAS_HINT)


def test_gradients_keep_float32_and_leave_what_they_get(case):
    g, x, weight = (a.astype(np.float32) for a in (case.g, case.x, case.weight))
    before = g.copy(), x.copy(), weight.copy()
    got = [
        conv2d_input_gradient_naive(g, weight, x.shape, **case.options),
        conv2d_weight_gradient_naive(g, x, weight.shape[2:], **case.options),
        conv2d_bias_gradient_naive(g),
    ]
    dtypes = [gradient.dtype.name for gradient in got]
    assert dtypes == ["float32"] * 3, f"float32 in, float32 out: got {dtypes}"
    shapes = [gradient.shape for gradient in got]
    assert shapes == [x.shape, weight.shape, weight.shape[:1]], f"gradients of shapes {shapes}"
    for array, old in zip((g, x, weight), before, strict=True):
        why = "other paths of the graph hold these arrays"
        assert_close(array, old, name="an argument", why=why)


def test_gradients_of_views_are_those_of_their_copies(case):
    g = np.ascontiguousarray(case.g.transpose(2, 3, 1, 0)).transpose(3, 2, 0, 1)
    x = np.repeat(case.x, 2, axis=2)[:, :, ::2]
    weight = case.weight[:, :, ::-1].copy()[:, :, ::-1]
    why = "batch innermost, sliced and reversed arrays hold the same numbers"
    for function, views, copies in (
        (conv2d_input_gradient_naive, (g, weight, x.shape), (case.g, case.weight, x.shape)),
        (
            conv2d_weight_gradient_naive,
            (g, x, weight.shape[2:]),
            (case.g, case.x, weight.shape[2:]),
        ),
    ):
        expected = function(*copies, **case.options)
        assert_close(function(*views, **case.options), expected, name=function.__name__, why=why)


@pytest.mark.parametrize("kernel_size", [2, (2, 2), [2, 2]])
def test_a_kernel_size_may_be_a_number_or_a_pair(kernel_size):
    g, x = np.ones((1, 1, 2, 2)), np.arange(9.0).reshape(1, 1, 3, 3)
    got = conv2d_weight_gradient_naive(g, x, kernel_size)
    expected = np.array([[[[8.0, 12], [20, 24]]]])
    assert_close(got, expected, name="gradient", why="0 + 1 + 3 + 4, and so on", hint=WEIGHT_HINT)
