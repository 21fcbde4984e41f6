"""The fused backward pass

Expected gradients come from central differences, and from the formula of step 3, which is
differentiated one operation at a time.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t09_regularization import (
    batch_norm,
    batch_norm_backward,
    batch_norm_naive,
    fixed_norm_backward,
)

SHAPES = [(6, 3), (2, 3), (4, 3, 5), (3, 2, 2, 4), (7, 1)]
WHY_X = (
    "weight * inv_std * (g - mean(g) - x_hat * mean(g * x_hat)): the batch's mean and variance "
    "move with every x, which costs the two means"
)


def arrays(shape, seed=0, offset=0.0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape) * 2 + offset
    weight = rng.uniform(0.5, 1.5, shape[1]) * [-1, 1, 1][: shape[1]]
    return rng.standard_normal(shape), x, weight


def statistics(x, eps=1e-5):
    axes = (0, *range(2, x.ndim))
    return x.mean(axis=axes), 1 / np.sqrt(x.var(axis=axes) + eps)


def differentiated(g, x, weight, **options):
    """Pull g back through the formula of step 3."""
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, np.zeros_like(weight))]
    batch_norm_naive(*leaves, **options).backward(g)
    return [leaf.grad for leaf in leaves]


def by_differences(g, x, weight, training, eps=1e-6):
    """Central differences of sum(g * out) for x and weight, the formula written in NumPy."""
    kept = (1, -1) + (1,) * (x.ndim - 2)
    axes = (0, *range(2, x.ndim))

    def value(x, weight):
        mean = x.mean(axis=axes, keepdims=True) if training else 0.5
        var = x.var(axis=axes, keepdims=True) if training else 2.0
        return np.sum(g * (x - mean) / np.sqrt(var + 1e-5) * weight.reshape(kept))

    gradients = []
    for position, array in enumerate((x, weight)):
        gradient = np.zeros_like(array)
        for place in np.ndindex(*array.shape):
            step = np.zeros_like(array)
            step[place] = eps
            moved = [[x, weight], [x, weight]]
            moved[0][position], moved[1][position] = array + step, array - step
            gradient[place] = (value(*moved[0]) - value(*moved[1])) / (2 * eps)
        gradients.append(gradient)
    return gradients


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_through_the_statistics_of_the_batch(shape):
    g, x, weight = arrays(shape)
    x_grad, weight_grad, bias_grad = batch_norm_backward(g, x, *statistics(x), weight)
    x_expected, weight_expected = by_differences(g, x, weight, training=True)
    hint = "scratch hint t09 batch_norm_backward"
    loose = {"rtol": 1e-5, "atol": 1e-7}  # what central differences are good for
    axes = (0, *range(2, x.ndim))
    why = "every sample of a channel adds the same bias: the sum of g"
    assert_close(bias_grad, g.sum(axis=axes), name="gradient of the bias", why=why, hint=hint)
    why = "out = x_hat * weight + bias: the sum of g * x_hat over the samples of a channel"
    assert_close(
        weight_grad, weight_expected, name="gradient of weight", why=why, hint=hint, **loose
    )
    assert_close(x_grad, x_expected, name="gradient of x", why=WHY_X, hint=hint, **loose)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_where_the_statistics_are_constants(shape):
    g, x, weight = arrays(shape)
    mean, inv_std = np.full(shape[1], 0.5), np.full(shape[1], (2 + 1e-5) ** -0.5)
    got = fixed_norm_backward(g, x, mean, inv_std, weight)
    x_expected, weight_expected = by_differences(g, x, weight, training=False)
    hint = "scratch hint t09 fixed_norm_backward"
    loose = {"rtol": 1e-5, "atol": 1e-7}
    why = "running statistics don't move with x: g * inv_std * weight, and nothing else"
    assert_close(got[0], x_expected, name="gradient of x", why=why, hint=hint, **loose)
    why = "the sum of g * (x - mean) * inv_std over the samples of a channel"
    assert_close(got[1], weight_expected, name="gradient of weight", why=why, hint=hint, **loose)
    expected = g.sum(axis=(0, *range(2, x.ndim)))
    why = "the sum of g over the samples of a channel"
    assert_close(got[2], expected, name="gradient of the bias", why=why, hint=hint)


@pytest.mark.parametrize("backward", [batch_norm_backward, fixed_norm_backward])
def test_a_missing_weight_counts_as_one(backward):
    g, x, _ = arrays((5, 3))
    for got, expected in zip(
        backward(g, x, *statistics(x), None),
        backward(g, x, *statistics(x), np.ones(3)),
        strict=True,
    ):
        assert_close(got, expected, name="gradient with weight=None")


@pytest.mark.parametrize("backward", [batch_norm_backward, fixed_norm_backward])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("offset", [0.0, 100.0])
def test_the_gradient_of_x_is_written_into_out(backward, shape, offset):
    g, x, weight = arrays(shape, offset=offset)
    expected, *_ = backward(g, x, *statistics(x), weight)
    room = np.full((shape[0], 2 * shape[1], *shape[2:]), 7.0)
    part = room[:, ::2]
    got, *_ = backward(g, x, *statistics(x), weight, part)
    assert got is part, f"{backward.__name__} returns `out` where there is one: got {got}"
    why = "the gradient of x is written into `out`, which may be a part of a larger array"
    assert_close(part, expected, name="out", why=why, hint=f"scratch hint t09 {backward.__name__}")
    assert (room[:, 1::2] == 7).all(), f"{backward.__name__} wrote beside `out`"


@pytest.mark.parametrize("backward", [batch_norm_backward, fixed_norm_backward])
def test_what_was_passed_in_is_left_as_it_is(backward):
    for offset in (0.0, 100.0):
        given = *arrays((5, 3), offset=offset)[:2], *statistics(arrays((5, 3), offset=offset)[1])
        before = [a.copy() for a in given]
        backward(*given, np.ones(3))
        for name, now, then in zip(("g", "x", "mean", "inv_std"), given, before, strict=True):
            why = f"{name} is needed again: other paths of the graph hold it"
            assert_close(now, then, name=f"{name} after {backward.__name__}", why=why)


def test_the_gradient_of_a_normalised_channel_has_no_mean_and_no_slope():
    g, x, weight = arrays((9, 3))
    x_grad, _, _ = batch_norm_backward(g, x, *statistics(x, eps=0), weight)
    why = "shifting a channel, or stretching it, doesn't change the output: no gradient that way"
    assert_close(x_grad.sum(axis=0), np.zeros(3), name="sum of the gradient", why=why, atol=1e-12)
    slope = (x_grad * x).sum(axis=0)
    assert_close(slope, np.zeros(3), name="gradient along x", why=why, atol=1e-12)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("offset", [1e4, -3e5])
def test_a_large_mean_leaves_the_gradient_right(offset, training):
    rng = np.random.default_rng(0)
    x = (rng.standard_normal((40, 3)) + offset).astype(np.float32)
    g = rng.standard_normal((40, 3)).astype(np.float32)
    wide = x.astype(np.float64)
    mean, inv_std = statistics(wide)
    backward = batch_norm_backward if training else fixed_norm_backward
    got = backward(g, x, mean, inv_std, None)
    fixed = {} if training else {"running_mean": mean, "running_var": wide.var(axis=0)}
    expected = differentiated(g.astype(np.float64), wide, np.ones(3), training=training, **fixed)
    for name, mine, theirs in zip(("x", "weight", "bias"), got, expected, strict=True):
        assert mine.dtype == np.float32, f"gradient of {name} is {mine.dtype}, expected float32"
        assert_close(
            mine,
            theirs.astype(np.float32),
            name=f"gradient of {name} for x near {offset:g}, {backward.__name__}",
            why="use x - mean, not x, in the sums: g * x is as large as the mean",
            rtol=1e-3,
            atol=2e-6 * abs(offset) ** 0.5,
        )


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_batch_norm_pulls_back_by_the_mode_it_ran_in(shape, training):
    g, x, weight = arrays(shape, seed=1, offset=1.0)
    running = np.linspace(-1, 1, shape[1]), np.linspace(0.5, 2, shape[1])
    expected = differentiated(
        g,
        x,
        weight,
        running_mean=running[0].copy(),
        running_var=running[1].copy(),
        training=training,
    )
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, np.zeros(shape[1]))]
    out = batch_norm(*leaves, *running, training=training)
    for array in running:
        array += 5.0  # a later batch updates them before this one's gradient is asked for
    out.backward(g)
    for name, leaf, wanted in zip(("x", "weight", "bias"), leaves, expected, strict=True):
        assert_close(
            leaf.grad,
            wanted,
            name=f"gradient of {name}, training={training}",
            why="training: through the statistics of the batch; otherwise the running statistics "
            "are constants, those that the forward pass saw",
            hint="scratch hint t09 batch_norm",
        )


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(4, 3), (2, 3, 2)])
def test_both_orders_of_derivative_agree_with_differences(shape, training):
    _, x, weight = arrays(shape)

    def function(x, weight, bias):
        return batch_norm(x, weight, bias, np.zeros(3), np.full(3, 2.0), training=training)

    assert gradcheck(function, [x, weight, np.ones(3)])
    assert gradgradcheck(function, [x, weight, np.ones(3)])


def test_a_second_derivative_does_not_update_the_statistics_again():
    from scratchcore import grad

    _, x, _ = arrays((4, 3))
    leaf, mean, var = tensor(x, requires_grad=True), np.zeros(3), np.ones(3)
    out = batch_norm(leaf, None, None, mean, var, training=True, momentum=0.5)
    once = mean.copy()
    grad(np.sum(out * out * out), leaf, create_graph=True)
    assert_close(mean, once, name="running mean", why="one forward pass, one update")


def test_an_empty_batch_has_an_empty_gradient():
    leaves = [tensor(a, requires_grad=True) for a in (np.zeros((0, 3)), np.ones(3), np.ones(3))]
    batch_norm(*leaves, None, None, training=True).backward(np.zeros((0, 3)))
    for leaf, shape in zip(leaves, ((0, 3), (3,), (3,)), strict=True):
        assert_close(leaf.grad, np.zeros(shape), name=f"gradient of shape {shape}")


def test_a_constant_channel_has_a_finite_gradient():
    g, _, weight = arrays((5, 3))
    x = np.full((5, 3), 2.0)
    x_grad, weight_grad, _ = batch_norm_backward(g, x, *statistics(x), weight)
    why = "x_hat is 0, inv_std 1 / sqrt(eps): what is left is weight * inv_std * (g - mean(g))"
    expected = weight * (g - g.mean(axis=0)) / np.sqrt(1e-5)
    assert_close(x_grad, expected, name="gradient of x", why=why)
    assert_close(weight_grad, np.zeros(3), name="gradient of weight", why=why, atol=1e-12)
