"""Group normalisation

Expected values come from a loop over samples and groups in float64, expected gradients from central
differences of it.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t16_normalization import GroupNorm, group_norm, group_norm_backward

CASES = [
    ((3, 4), 2),
    ((1, 4, 3), 2),
    ((2, 1), 1),
    ((2, 6, 5), 3),
    ((2, 4, 3, 2), 2),
    ((3, 2, 1, 5), 1),
    ((2, 3, 4), 3),
]
HINT = "scratch hint t16 group_norm"
HINT_BACK = "scratch hint t16 group_norm_backward"


def loop(x, groups, weight=None, bias=None, eps=1e-5):
    wide = x.astype(np.float64)
    out = np.empty(x.shape)
    size = x.shape[1] // groups
    for n in range(len(x)):
        for first in range(0, x.shape[1], size):
            part = wide[n, first : first + size]
            out[n, first : first + size] = (part - part.mean()) / np.sqrt(part.var() + eps)
    kept = (-1,) + (1,) * (x.ndim - 2)
    out = out if weight is None else out * np.reshape(weight, kept)
    return out if bias is None else out + np.reshape(bias, kept)


def arrays(shape, seed=0, offset=0.5):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape) + offset
    return x, *rng.standard_normal((2, shape[1]))


def statistics(x, groups, eps=1e-5):
    rows = x.astype(np.float64).reshape(len(x), groups, -1)
    return rows.mean(axis=2), 1 / np.sqrt(rows.var(axis=2) + eps)


@pytest.mark.parametrize(("shape", "groups"), CASES)
def test_values_are_those_of_the_loop(shape, groups):
    x, weight, bias = arrays(shape)
    assert_close(
        group_norm(x, groups, weight, bias),
        loop(x, groups, weight, bias),
        name=f"group_norm of {shape} in {groups} groups",
        why="mean and biased variance of C / num_groups neighbouring channels of one sample with "
        "all positions; weight and bias have a number per channel, axis 1",
        hint=HINT,
    )


def test_weight_and_bias_may_be_missing_and_eps_is_under_the_root():
    x, weight, bias = arrays((2, 4, 3))
    for w, b in ((None, None), (weight, None), (None, bias)):
        why = "a missing weight counts as 1, a missing bias as 0"
        assert_close(group_norm(x, 2, w, b), loop(x, 2, w, b), name="group_norm", why=why)
    out = group_norm(np.array([[1.0, 3.0]]), 1, eps=3.0)
    why = "variance 1, eps 3: divided by sqrt(1 + 3)"
    assert_close(out, [[-0.5, 0.5]], name="group_norm with eps=3", why=why, hint=HINT)


def test_one_group_is_layer_norm_and_groups_of_one_value_become_the_bias():
    x, weight, bias = arrays((3, 4))
    expected = (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    assert_close(group_norm(x, 1), expected, name="one group of all channels")
    leaf = tensor(x, requires_grad=True)
    out = group_norm(leaf, 4, weight, bias)
    out.backward(np.ones((3, 4)))
    why = "a value is its group's mean"
    assert_close(out.data, np.broadcast_to(bias, (3, 4)), name="groups of one value", why=why)
    assert_close(leaf.grad, np.zeros((3, 4)), name="gradient of groups of one value", atol=1e-9)


@pytest.mark.parametrize("offset", [1e4, -3e5])
def test_a_large_mean_spoils_neither_values_nor_gradients(offset):
    x, weight, bias = (a.astype(np.float32) for a in arrays((3, 4, 50), offset=offset))
    x[1, 2:] -= np.float32(offset)  # a near group between far ones
    g = np.random.default_rng(1).standard_normal(x.shape).astype(np.float32)
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, bias)]
    out = group_norm(leaves[0], 2, *leaves[1:])
    out.backward(g)
    why = "float32 keeps seven digits: subtract the mean before you square, scale or multiply by g"
    expected = loop(x, 2, weight, bias).astype(np.float32)
    assert_close(out.data, expected, name=f"values near {offset:g}", why=why, hint=HINT, atol=5e-6)
    wanted = group_norm_backward(
        g.astype(np.float64), x.astype(np.float64), *statistics(x, 2), weight.astype(np.float64)
    )
    for name, leaf, gradient in zip(("x", "weight", "bias"), leaves, wanted, strict=True):
        assert_close(
            leaf.grad,
            gradient.astype(np.float32),
            name=f"gradient of {name} near {offset:g}",
            why=why,
            hint=HINT_BACK,
            rtol=1e-4,
            atol=2e-5,
        )


def test_a_mean_is_large_in_comparison_with_the_deviation():
    x = (1 + 1e-4 * np.random.default_rng(0).standard_normal((2, 2, 50))).astype(np.float32)
    expected = loop(x, 2, eps=1e-12).astype(np.float32)
    why = "1 is 10,000 deviations from 0: subtract the mean first here as well"
    assert_close(group_norm(x, 2, eps=1e-12), expected, name="near 1", why=why, atol=5e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_and_nothing_is_written_to(dtype):
    given = [a.astype(dtype) for a in arrays((2, 4, 3), offset=100.0)]
    before = [a.copy() for a in given]
    leaves = [tensor(a, requires_grad=True) for a in given]
    out = group_norm(leaves[0], 2, *leaves[1:])
    out.backward(np.ones((2, 4, 3), dtype))
    right = out.dtype == dtype
    assert right, f"{dtype.__name__} in, {dtype.__name__} out, got {out.dtype}"
    for name, leaf, now, then in zip(("x", "weight", "bias"), leaves, given, before, strict=True):
        assert_close(now, then, name=f"{name} after both passes", why="the caller's array")
        right = leaf.grad.dtype == dtype
        assert right, f"gradient of {name}: {dtype.__name__} expected, got {leaf.grad.dtype}"


def test_any_order_in_memory_gives_the_same_values_and_gradients():
    x, weight, bias = arrays((3, 4, 2, 5))
    g = np.random.default_rng(1).standard_normal(x.shape)
    turned = np.ascontiguousarray(x.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2)
    results = []
    for each, gradient in ((x, g), (turned, np.asfortranarray(g)), (x[::-1][::-1], g)):
        leaf = tensor(each, requires_grad=True)
        out = group_norm(leaf, 2, weight, bias)
        out.backward(gradient)
        results.append((out.data, leaf.grad))
    for out, gradient in results[1:]:
        assert_close(out, results[0][0], name="values of a strided x")
        assert_close(gradient, results[0][1], name="gradient of a strided x")


@pytest.mark.parametrize("shape", [(0, 4, 3), (2, 4, 0), (0, 4)])
def test_an_empty_batch_gives_an_empty_result_and_zero_gradients(shape):
    leaves = [tensor(a, requires_grad=True) for a in (np.zeros(shape), np.ones(4), np.ones(4))]
    out = group_norm(leaves[0], 2, *leaves[1:])
    out.backward(np.zeros(shape))
    assert out.shape == leaves[0].grad.shape == shape
    for leaf in leaves[1:]:
        assert_close(leaf.grad, np.zeros(4), name="gradient of a parameter, nothing summed")


@pytest.mark.parametrize(
    ("shape", "groups"),
    [((3, 4, 5), 2), ((1, 4, 3), 2), ((2, 6, 1), 3), ((2, 2, 3), 1), ((2, 3, 4), 3)],
)
def test_the_three_gradients_of_groups(shape, groups):
    x, weight, _ = arrays(shape)
    g = np.random.default_rng(1).standard_normal(shape)
    got = group_norm_backward(g, x, *statistics(x, groups), weight)
    why = "every sample and position of a channel adds the same bias: the sum of g, (C,)"
    assert_close(got[2], g.sum(axis=(0, 2)), name="gradient of the bias", why=why, hint=HINT_BACK)
    why = "out = x_hat * weight + bias: the sum of g * x_hat over samples and positions, (C,)"
    expected = (g * loop(x, groups)).sum(axis=(0, 2))
    assert_close(got[1], expected, name="gradient of weight", why=why, hint=HINT_BACK)
    expected = np.zeros(shape)
    for place in np.ndindex(*shape):
        step = np.zeros(shape)
        step[place] = 1e-6
        both = [np.sum(g * loop(x + sign * step, groups, weight)) for sign in (1, -1)]
        expected[place] = (both[0] - both[1]) / 2e-6
    why = (
        "inv_std * (h - mean(h) - x_hat * mean(h * x_hat)) with h = g * weight, means over a group "
        "of one sample: mean and variance move with every x of the group"
    )
    loose = {"rtol": 1e-5, "atol": 1e-7}  # central differences
    assert_close(got[0], expected, name="gradient of x", why=why, hint=HINT_BACK, **loose)


def test_backward_leaves_its_arguments_and_takes_no_weight():
    x, _, _ = arrays((3, 4, 5), offset=50.0)
    given = np.random.default_rng(1).standard_normal(x.shape), x, *statistics(x, 2)
    before = [a.copy() for a in given]
    got = group_norm_backward(*given, None)
    for name, now, then in zip(("g", "x", "mean", "inv_std"), given, before, strict=True):
        assert_close(now, then, name=f"{name} after group_norm_backward", why="needed again")
    for a, b in zip(got, group_norm_backward(*given, np.ones(4)), strict=True):
        assert_close(a, b, name="gradient with weight=None", why="a missing weight counts as ones")


def test_many_samples_are_summed_over_all_blocks():
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal((2, 40, 8, 5000), dtype=np.float32)
    x += 1
    weight = rng.standard_normal(8, dtype=np.float32)
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, np.zeros(8, np.float32))]
    out = group_norm(leaves[0], 2, *leaves[1:])
    out.backward(g)
    x_hat = loop(x, 2)
    expected = x_hat * weight[:, None]
    assert_close(out.data, expected.astype(np.float32), name="values", atol=1e-5)
    sums = {"weight": (g * x_hat).sum(axis=(0, 2)), "bias": g.sum(axis=(0, 2), dtype=np.float64)}
    for (name, wanted), leaf in zip(sums.items(), leaves[1:], strict=True):
        assert_close(leaf.grad, wanted.astype(np.float32), name=f"gradient of {name}", atol=0.02)


@pytest.mark.parametrize(
    ("shape", "groups"), [((3, 4), 2), ((2, 4, 3), 2), ((2, 2, 2, 3), 2), ((2, 3, 2), 1)]
)
def test_both_orders_of_derivative_agree_with_differences(shape, groups):
    def function(x, weight, bias):
        return group_norm(x, groups, weight, bias)

    assert gradcheck(function, arrays(shape))
    assert gradgradcheck(function, arrays(shape))
    assert gradcheck(lambda x, bias: group_norm(x, groups, bias=bias), arrays(shape)[::2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones(4), 2), r"x must have shape \(N, C, ...\)"),
        ((np.ones((2, 0)), 1), "with channels"),
        ((np.ones((2, 4)), 3), "num_groups must be a whole number that divides the 4 channels"),
        ((np.ones((2, 4)), 0), "num_groups"),
        ((np.ones((2, 4)), 2.0), r"num_groups .* got 2\.0"),
        ((np.ones((2, 4)), 2, np.ones(2)), r"weight has shape \(2,\), expected \(4,\)"),
        ((np.ones((2, 4)), 2, None, np.ones((1, 4))), "bias has shape"),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        group_norm(*arguments)
    with pytest.raises(TypeError, match="group_norm: x must hold floating point numbers"):
        group_norm(np.ones((2, 4), int), 2)


def test_the_layer_hands_over_what_it_has():
    layer = GroupNorm(2, 4, eps=0.5, dtype=np.float64)
    layer.weight.data[...] = [1, 2, 3, 4]
    layer.bias.data[...] = [5, 6, 7, 8]
    x, _, _ = arrays((3, 4, 2, 2))
    expected = loop(x, 2, [1, 2, 3, 4], [5, 6, 7, 8], eps=0.5)
    assert_close(layer(x).data, expected, name="GroupNorm")
    assert [name for name, _ in layer.named_parameters()] == ["weight", "bias"]
    assert GroupNorm(2, 4).weight.dtype == GroupNorm(1, 1).weight.dtype == np.float32
    plain = GroupNorm(1, 4, affine=False)
    assert list(plain.parameters()) == []
    assert_close(plain(x), loop(x, 1), name="GroupNorm without parameters")
    assert repr(plain) == "GroupNorm(1, 4, eps=1e-05, affine=False)"
    for arguments, message in (((3, 4), "num_groups"), ((1, 0), "num_channels"), ((1, 2.5), "2.5")):
        with pytest.raises(ValueError, match=message):
            GroupNorm(*arguments)
    with pytest.raises(ValueError, match=r"4 channels in axis 1, got \(2, 3\)"):
        layer(np.ones((2, 3)))
