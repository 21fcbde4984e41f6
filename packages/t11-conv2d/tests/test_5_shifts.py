"""The same convolution from whole pictures, and derivatives of higher order

Expected values come from seven loops over single numbers.
"""

import numpy as np
import pytest
from scratchcore import grad, gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_by_shifts, conv2d_naive

HINT = "scratch hint t11 conv2d_by_shifts"


def test_shifted_pictures_add_up_to_the_definition(case, definition):
    out, *_ = definition(case.x, case.weight, case.bias, None, *case.meaning)
    assert_close(
        conv2d_by_shifts(case.x, case.weight, case.bias, **case.options),
        out,
        name=f"conv2d_by_shifts with {case.options}",
        why="tap (a, b) sees the padded picture from row a * dilation and column b * dilation on, "
        "in steps of stride, and exactly OH x OW pixels of it",
        hint=HINT,
    )


def test_shifts_without_bias_add_nothing(case):
    zero = np.zeros_like(case.bias)
    assert_close(
        conv2d_by_shifts(case.x, case.weight, **case.options),
        conv2d_by_shifts(case.x, case.weight, zero, **case.options),
        name="conv2d_by_shifts without bias",
        why="a missing bias counts as 0",
        hint=HINT,
    )


def test_shifts_of_tensors_have_the_gradients_of_the_definition(case, definition):
    expected = definition(case.x, case.weight, case.bias, case.g, *case.meaning)[1:]
    leaves = [tensor(a, requires_grad=True) for a in (case.x, case.weight, case.bias)]
    conv2d_by_shifts(*leaves, **case.options).backward(case.g)
    for name, leaf, gradient in zip(("x", "weight", "bias"), leaves, expected, strict=True):
        assert_close(
            leaf.grad,
            gradient,
            name=f"{name}.grad with {case.options}",
            why="NumPy functions of tensors have their derivatives, nothing may leave the graph or "
            "be written in place",
            hint=HINT,
        )


def test_an_empty_batch_and_float32_pass_through():
    x, weight = np.zeros((0, 2, 5, 6), np.float32), np.ones((3, 2, 2, 3), np.float32)
    got = conv2d_by_shifts(x, weight, np.ones(3, np.float32), padding=1)
    why = "no sample has no output, of the shape and dtype that samples would have"
    assert_close(got, np.zeros((0, 3, 6, 6), np.float32), name="output", why=why, hint=HINT)
    one = conv2d_by_shifts(np.ones((1, 2, 2, 3), np.float32), weight)
    assert_close(one, np.full((1, 3, 1, 1), 12, np.float32), name="output", why=why, hint=HINT)


def test_the_inputs_of_shifts_stay_as_they_are(case):
    before = case.x.copy(), case.weight.copy(), case.bias.copy()
    conv2d_by_shifts(case.x, case.weight, case.bias, **case.options)
    for array, old in zip((case.x, case.weight, case.bias), before, strict=True):
        assert_close(array, old, name="an input", why="inputs are not changed", hint=HINT)


@pytest.mark.parametrize("function", [conv2d_by_shifts, conv2d_naive])
def test_central_differences_agree_in_first_and_second_order(function):
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(shape) for shape in ((2, 1, 3, 4), (2, 1, 3, 2), (2,))]
    options = {"stride": (2, 1), "padding": ((1, 0), (0, 2)), "dilation": (1, 2)}

    def convolution(x, weight, bias):
        return function(x, weight, bias, **options)

    convolution.__name__ = function.__name__
    assert gradcheck(convolution, arrays, rng=rng), HINT
    assert gradgradcheck(convolution, arrays, rng=rng), HINT


def test_a_gradient_penalty_reaches_the_weights_through_the_naive_convolution():
    rng = np.random.default_rng(0)
    x = tensor(rng.standard_normal((1, 1, 3, 3)), requires_grad=True)
    weight = tensor(rng.standard_normal((1, 1, 2, 2)), requires_grad=True)
    (slope,) = grad(np.sum(conv2d_naive(x, weight)), [x], create_graph=True)
    np.sum(slope * slope).backward()
    w = weight.data[0, 0]
    table = np.zeros(
        (3, 3, 2, 2)
    )  # slope[p, q] = the sum of w[a, b] over the windows at p - a, q - b
    for p, q, a, b in np.ndindex(table.shape):
        table[p, q, a, b] = 0 <= p - a < 2 and 0 <= q - b < 2
    expected = 2 * np.einsum("pqab,pq->ab", table, np.einsum("pqab,ab->pq", table, w))
    why = "the gradient of x depends on the weight, and conv2d_by_shifts knows how"
    assert_close(weight.grad[0, 0], expected, name="weight.grad", why=why, hint=HINT)
