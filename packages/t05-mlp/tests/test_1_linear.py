"""The product: forward, backward

Expected values are worked out by hand or by a loop over single numbers.
"""

import itertools

import numpy as np
import pytest
from scratchcore import grad, gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import linear, linear_backward

X = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]])
W = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.5], [0.0, 1.0, 1.0], [2.0, 2.0, -1.0]])
B = np.array([0.5, -1.0, 0.0, 10.0])
G = np.array([[1.0, 0.0, 2.0, -1.0], [0.5, 1.0, 0.0, 3.0]])
FORWARD, BACKWARD = "scratch hint t05 linear", "scratch hint t05 linear_backward"


def by_loops(x, weight, bias):
    out = np.zeros((*x.shape[:-1], len(weight)))
    for place in itertools.product(*map(range, out.shape)):
        *row, o = place
        out[place] = bias[o] + sum(x[(*row, i)] * weight[o, i] for i in range(x.shape[-1]))
    return out


def test_each_output_is_a_weighted_sum_of_the_inputs():
    out = linear(X, W, B)
    assert out.shape == (2, 4), f"2 samples of 4 outputs expected, got shape {out.shape}"
    assert_close(
        out,
        [[7.5, 5.5, 5.0, 13.0], [8.5, -2.0, 3.0, 4.0]],
        name="linear(x, weight, bias)",
        why="row o of weight belongs to output o: 1 * 1 + 2 * 0 + 3 * 2 + 0.5 = 7.5",
        where="x @ weight.T + bias",
        hint=FORWARD,
    )


def test_square_weights_are_used_row_by_row():
    out = linear(np.array([[1.0, 10.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    why = "output 0 uses row 0: 1 * 1 + 10 * 2 = 21; a square weight hides a missing .T"
    assert_close(out, [[21.0, 43.0]], name="linear without bias", why=why, hint=FORWARD)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 4, 3), (2, 1, 5, 3)])
def test_all_leading_axes_are_the_batch(shape):
    x = np.random.default_rng(1).standard_normal(shape)
    out = linear(x, W, B)
    assert_close(
        out,
        by_loops(x, W, B),
        name=f"linear for x {shape}",
        why="only the last axis is summed over; the leading axes come back as they were",
        hint=FORWARD,
    )
    assert out.shape == (*shape[:-1], 4)


@pytest.mark.parametrize("shape", [(0, 3), (2, 0, 3)])
def test_an_empty_batch_gives_an_empty_output_and_zero_gradients(shape):
    x, weight, bias = (tensor(a, requires_grad=True) for a in (np.zeros(shape), W, B))
    out = linear(x, weight, bias)
    assert out.shape == (*shape[:-1], 4), f"got shape {out.shape} for an empty batch {shape}"
    out.backward(np.zeros(out.shape))
    why = "a sum over no samples is 0"
    assert_close(weight.grad, np.zeros((4, 3)), name="weight.grad", why=why, hint=BACKWARD)
    assert_close(bias.grad, np.zeros(4), name="bias.grad", why=why, hint=BACKWARD)
    assert x.grad.shape == shape


def test_a_float32_output_stays_float32():
    x, weight, bias = (a.astype(np.float32) for a in (X, W, B))
    expected = by_loops(x, weight, bias).astype(np.float32)
    assert_close(linear(x, weight, bias), expected, name="float32 output", hint=FORWARD)


def test_the_arguments_are_left_as_they_are():
    x, weight, bias = X.copy(), W.copy(), B.copy()
    linear(x, weight, bias)
    for name, array, before in (("x", x, X), ("weight", weight, W), ("bias", bias, B)):
        why = "linear adds the bias to its own output, never to what it was given"
        assert_close(array, before, name=f"{name} after the call", why=why, hint=FORWARD)


def refusal(*arguments):
    """Return what the ValueError of `linear` says; "" if there is none."""
    try:
        linear(*arguments)
    except ValueError as error:
        return str(error)
    return ""


def test_sizes_that_differ_raise_an_error_that_names_both_shapes():
    said = refusal(np.zeros((2, 5)), W)
    assert "5" in said and "3" in said, (
        "x (2, 5) does not fit weight (4, 3): linear should raise a ValueError that names both"
        f" shapes; it says {said or 'nothing'} ({FORWARD})"
    )


@pytest.mark.parametrize("shape", [(1,), (2, 4), (2, 1)])
def test_a_bias_that_would_only_broadcast_is_refused(shape):
    said = refusal(X, W, np.zeros(shape))
    assert str(shape) in said, (
        f"bias {shape} is not (4,): NumPy would spread it over the outputs without a word, and its"
        f" gradient would have another shape; linear should raise a ValueError that names {shape},"
        f" it says {said or 'nothing'} ({FORWARD})"
    )


def test_each_gradient_is_a_function_so_that_nothing_is_computed_before_it_is_asked_for():
    found = linear_backward(G, X, W, X.shape)
    functions = sum(callable(part) for part in found)
    assert functions == len(found) == 3, (
        "linear_backward should return three functions of no arguments, (lambda: ..., lambda: ...,"
        " lambda: ...): an input that needs no gradient then costs no product"
        f" ({BACKWARD})"
    )


def parts(g=G, x=X):
    return linear_backward(g, x.reshape(-1, 3), W, x.shape)


def test_the_gradient_of_the_input_goes_back_along_each_weight():
    dx = parts()[0]()
    assert_close(
        dx,
        [[-1.0, 0.0, 5.0], [5.5, 9.0, -1.5]],
        name="gradient of x",
        why="input i reaches output o by weight[o, i]: 1 * 1 + 0 * -1 + 2 * 0 + (-1) * 2 = -1",
        where="g @ weight",
        hint=BACKWARD,
    )


def test_the_gradient_of_the_weight_sums_over_the_batch():
    dw = parts()[1]()
    assert dw.shape == W.shape, f"the gradient has shape {dw.shape}, the weight {W.shape}"
    assert_close(
        dw,
        [[1.0, 1.5, 5.0], [0.0, -1.0, 4.0], [2.0, 4.0, 6.0], [-1.0, -5.0, 9.0]],
        name="gradient of weight",
        why="entry (o, i) is the sum over the samples of g[n, o] * x[n, i]: 1 * 1 + 0.5 * 0 = 1",
        where="g.T @ rows",
        hint=BACKWARD,
        batch=2,
    )


def test_the_gradient_of_the_bias_sums_over_the_batch():
    assert_close(
        parts()[2](),
        [1.5, 1.0, 2.0, 2.0],
        name="gradient of bias",
        why="each sample adds the bias once, so its gradients add up: 1 + 0.5 = 1.5",
        hint=BACKWARD,
        batch=2,
    )


def test_float32_gradients_stay_float32():
    x, weight, g = (a.astype(np.float32) for a in (X, W, G))
    dx, dw, db = (part() for part in linear_backward(g, x, weight, x.shape))
    why = "every array here is float32; np.ones without dtype is float64"
    assert_close(db, g.sum(axis=0), name="gradient of bias", why=why, hint=BACKWARD)
    assert_close(dx, np.einsum("no,oi->ni", g, weight), name="gradient of x", hint=BACKWARD)
    assert_close(dw, np.einsum("no,ni->oi", g, x), name="gradient of weight", hint=BACKWARD)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 4, 3), (2, 1, 5, 3)])
def test_gradients_have_the_shapes_of_what_they_belong_to(shape):
    x = np.random.default_rng(2).standard_normal(shape)
    g = np.random.default_rng(3).standard_normal((*shape[:-1], 4))
    dx, dw, db = (part() for part in parts(g, x))
    expected = np.zeros(shape), np.zeros((4, 3)), np.zeros(4)
    for place in np.ndindex(*shape[:-1]):
        for o in range(4):
            expected[0][place] += g[place][o] * W[o]
            expected[1][o] += g[place][o] * x[place]
            expected[2][o] += g[place][o]
    why = "all leading axes are one batch"
    assert_close(dx, expected[0], name=f"gradient of x {shape}", why=why, hint=BACKWARD)
    assert_close(dw, expected[1], name=f"gradient of weight, x {shape}", why=why, hint=BACKWARD)
    assert_close(db, expected[2], name=f"gradient of bias, x {shape}", why=why, hint=BACKWARD)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 4, 3), (0, 3)])
def test_the_gradient_agrees_with_differences(shape):
    x = np.random.default_rng(4).standard_normal(shape)
    assert gradcheck(linear, (x, W, B))
    assert gradcheck(linear, (x, W))


def test_the_second_derivative_agrees_with_differences():
    """The closure runs on tensors then: array methods of its own arrays would drop gradients."""
    x = np.random.default_rng(5).standard_normal((2, 2, 3))
    assert gradgradcheck(linear, (x, W, B))
    x, weight = tensor(X, requires_grad=True), tensor(W, requires_grad=True)
    slope = grad((linear(x, weight, B) * G).sum(), x, create_graph=True)
    slope.backward(X)
    why = "the gradient of x is G @ weight, whose sum times X has the derivative G.T @ X"
    assert_close(weight.grad, G.T @ X, name="second derivative", why=why, hint=BACKWARD)
