"""Batch norm on tables, forward and backward

Expected values come from the formula of step 1 and its derivative.
"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t09_regularization import batch_norm_naive
from t14_resnet import norm_backward, norm_forward

SHAPES = [(6, 3, 5), (2, 3, 1), (1, 4, 7), (3, 1, 2), (130, 5, 300)]
FORWARD = "scratch hint t14 norm_forward"
BACKWARD = "scratch hint t14 norm_backward"


def arrays(shape, seed=0):
    rng = np.random.default_rng(seed)
    x, residual, g = rng.standard_normal((3, *shape))
    return x * 2 + 0.5, residual, g, *rng.standard_normal((2, shape[1]))


def moments_of(x):
    return x.mean(axis=(0, 2)), x.var(axis=(0, 2))


def by_the_formula(x, weight, bias, residual, moments, relu, eps=1e-5):
    """Work with arrays and with tensors."""
    running = {} if moments is None else {"running_mean": moments[0], "running_var": moments[1]}
    out = batch_norm_naive(x, weight, bias, **running, training=moments is None, eps=eps)
    out = out if residual is None else out + residual
    return np.maximum(out, 0) if relu else out


@pytest.mark.parametrize("relu", [False, True])
@pytest.mark.parametrize("added", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_is_normalised_by_its_own_moments(shape, added, relu):
    x, residual, _, weight, bias = arrays(shape)
    residual = residual if added else None
    out, moments = norm_forward(x, weight, bias, residual, None, eps=1e-5, relu=relu)
    assert_close(
        out,
        by_the_formula(x, weight, bias, residual, None, relu),
        name=f"output for a table {shape}, residual={added}, relu={relu}",
        why="every channel x[:, c] by its own mean and variance; then residual; then the cut",
        hint=FORWARD,
    )
    for name, got, expected in zip(("mean", "variance"), moments, moments_of(x), strict=True):
        why = "the moments that were used come back: the backward pass and the running ones need "
        assert_close(got, expected, name=name, why=why + "them", hint=FORWARD)


@pytest.mark.parametrize("relu", [False, True])
def test_given_moments_are_used_and_returned(relu):
    x, residual, _, weight, bias = arrays((6, 3, 5))
    given = np.array([0.5, -1.0, 2.0]), np.array([1.0, 4.0, 0.25])
    before = [a.copy() for a in given]
    out, moments = norm_forward(x, weight, bias, residual, given, eps=0.5, relu=relu)
    expected = by_the_formula(x, weight, bias, residual, before, relu, eps=0.5)
    why = "moments are given: x's own must not be taken, they stay as they are, and eps is 0.5"
    assert_close(out, expected, name="output with given moments", why=why, hint=FORWARD)
    for got, wanted in zip(moments, before, strict=True):
        assert_close(got, wanted, name="moments that come back", why=why, hint=FORWARD)


def test_weight_and_bias_may_be_missing():
    x, _, g, weight, bias = arrays((6, 3, 5))
    for pair in ((None, None), (weight, None), (None, bias)):
        out, moments = norm_forward(x, *pair, None, None, eps=1e-5, relu=False)
        expected = by_the_formula(x, *pair, None, None, False)
        assert_close(out, expected, name="output", why="None counts as 1 for weight, 0 for bias")
    grads = norm_backward(g, x, None, None, moments, eps=1e-5, training=True)
    expected = norm_backward(g, x, None, np.ones(3), moments, eps=1e-5, training=True)
    for got, wanted in zip(grads, expected, strict=True):
        assert_close(got, wanted, name="gradient with weight=None", why="as with ones")


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("relu", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_agree_with_those_of_the_formula(shape, relu, training):
    x, residual, g, weight, bias = arrays(shape)
    moments = moments_of(x) if training else (np.full(shape[1], 0.3), np.full(shape[1], 2.0))
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, bias, residual)]
    expected = by_the_formula(*leaves, None if training else moments, relu)
    expected.backward(g)
    out = expected.data if relu else None
    got = norm_backward(g, x, out, weight, moments, eps=1e-5, training=training)
    whys = [
        "what reaches the norm is g where out > 0; from there t09 knows the way, through the "
        "moments of x only if they were x's own",
        "the sum of g * x_hat over a channel, where out > 0",
        "the sum of g over a channel, where out > 0",
        "residual is added behind the norm and in front of the cut: g where out > 0",
    ]
    names = ("x", "weight", "bias", "residual")
    for name, why, mine, leaf in zip(names, whys, got, leaves, strict=True):
        label = f"gradient of {name}, table {shape}, relu={relu}, training={training}"
        assert_close(mine, leaf.grad, name=label, why=why, hint=BACKWARD)


def test_eps_reaches_the_backward_pass():
    x, _, g, weight, bias = arrays((6, 3, 5))
    leaf = tensor(x, requires_grad=True)
    by_the_formula(leaf, weight, bias, None, None, False, eps=2.0).backward(g)
    got = norm_backward(g, x, None, weight, moments_of(x), eps=2.0, training=True)
    assert_close(got[0], leaf.grad, name="gradient of x with eps=2", hint=BACKWARD)


@pytest.mark.parametrize("relu", [False, True])
def test_nothing_that_was_passed_in_changes(relu):
    x, residual, g, weight, bias = arrays((6, 3, 5))
    given = {"x": x, "residual": residual, "g": g, "weight": weight, "bias": bias}
    before = {name: array.copy() for name, array in given.items()}
    out, moments = norm_forward(x, weight, bias, residual, None, eps=1e-5, relu=relu)
    for training in (True, False):
        kept = out if relu else None
        norm_backward(g, x, kept, weight, moments, eps=1e-5, training=training)
    for name, array in given.items():
        why = f"{name} belongs to others: residual is the block's input, g goes other ways as well"
        assert_close(array, before[name], name=f"{name} after both passes", why=why)


def test_float32_tables_stay_float32_and_far_means_keep_their_digits():
    x, residual, g, weight, bias = (a.astype(np.float32) for a in arrays((130, 5, 300)))
    x += 1000
    out, moments = norm_forward(x, weight, bias, residual, None, eps=1e-5, relu=True)
    wide = x.astype(np.float64)
    expected = by_the_formula(wide, weight, bias, residual, None, True).astype(np.float32)
    why = "float32 in, float32 out; batch_moments gives float64, and a mean of 1000 costs no digits"
    assert_close(out, expected, name="output", why=why, atol=1e-5, rtol=0, hint=FORWARD)
    grads = norm_backward(g, x, out, weight, moments, eps=1e-5, training=True)
    for name, grad in zip(("x", "weight", "bias", "residual"), grads, strict=True):
        assert grad.dtype == np.float32, f"gradient of {name} is {grad.dtype}, expected float32"


def test_nan_is_not_hidden_by_the_cut():
    x, residual, _, weight, bias = arrays((6, 3, 5))
    residual[2, 1, 3] = np.nan
    out, _ = norm_forward(x, weight, bias, residual, None, eps=1e-5, relu=True)
    assert np.isnan(out[2, 1, 3]), "a NaN of the residual became a number: the cut must keep it"
    expected = by_the_formula(x, weight, bias, residual, None, True)
    assert_close(out, expected, name="output with a NaN in residual", hint=FORWARD)
