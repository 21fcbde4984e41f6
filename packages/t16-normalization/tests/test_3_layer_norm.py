"""Layer normalisation

Expected values come from float64 NumPy, expected gradients from central differences.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t16_normalization import LayerNorm, layer_norm, layer_norm_backward, standardize_rows

SHAPES = [((4, 3), (3,)), ((2, 5, 3), (5, 3)), ((2, 3, 4), (4,)), ((3, 1), (1,)), ((2, 7), (2, 7))]
HINT = "scratch hint t16 layer_norm"
HINT_BACK = "scratch hint t16 layer_norm_backward"


def formula(x, shape, weight=1.0, bias=0.0, eps=1e-5):
    axes = tuple(range(-len(shape), 0))
    wide = x.astype(np.float64)
    var = wide.var(axis=axes, keepdims=True)
    return (wide - wide.mean(axis=axes, keepdims=True)) / np.sqrt(var + eps) * weight + bias


def arrays(shape, normalized, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) + 0.5, *rng.standard_normal((2, *normalized))


def statistics(x, eps=1e-5):
    inv_std = 1 / np.sqrt(x.var(axis=1) + eps)
    return (x - x.mean(axis=1, keepdims=True)) * inv_std[:, None], inv_std


def differences(value, array, eps=1e-6):
    """Return central differences of value() for an array that it reads."""
    gradient = np.zeros_like(array)
    for place in np.ndindex(*array.shape):
        kept = array[place]
        array[place] = kept + eps
        above = value()
        array[place] = kept - eps
        gradient[place] = (above - value()) / (2 * eps)
        array[place] = kept
    return gradient


HINT_ROWS = "scratch hint t16 standardize_rows"


@pytest.mark.parametrize("shape", [(4, 3), (2, 7), (3, 1), (0, 3)])
def test_rows_are_standardized_into_out(shape):
    x, _, _ = arrays(shape, shape[1:])
    before, out = x.copy(), np.full(shape, np.nan)
    inv_std = standardize_rows(x, 0.25, out)
    why = "(x - mean) / sqrt(var + eps), mean and biased variance of each row, written into out"
    expected = formula(x, shape[1:], eps=0.25)
    assert_close(out, expected, name="out of standardize_rows", why=why, hint=HINT_ROWS)
    expected = 1 / np.sqrt(x.var(axis=1) + 0.25)
    why = "1 / sqrt(var + eps): eps under the root, var divided by D, one number per row"
    assert_close(inv_std, expected, name="inv_std", why=why, hint=HINT_ROWS)
    assert_close(x, before, name="x after standardize_rows", why="the caller's array")


@pytest.mark.parametrize("offset", [1e4, -3e5])
def test_what_a_rounded_mean_leaves_is_taken_off(offset):
    x = (np.random.default_rng(0).standard_normal((6, 256)) + offset).astype(np.float32)
    x[3] -= np.float32(offset)
    out = np.empty_like(x)
    inv_std = standardize_rows(x, 1e-5, out)
    why = "float32 keeps seven digits: subtract the mean, and then what its rounding left"
    expected = formula(x, (256,)).astype(np.float32)
    assert_close(out, expected, name=f"x_hat near {offset:g}", why=why, hint=HINT_ROWS, atol=2e-6)
    expected = 1 / np.sqrt(x.astype(np.float64).var(axis=1) + 1e-5)
    assert_close(inv_std, expected, name="inv_std", why=why, hint=HINT_ROWS, rtol=1e-6)


@pytest.mark.parametrize(("shape", "normalized"), SHAPES)
def test_values_are_those_of_the_formula(shape, normalized):
    x, weight, bias = arrays(shape, normalized)
    assert_close(
        layer_norm(x, normalized, weight, bias),
        formula(x, normalized, weight, bias),
        name=f"layer_norm of {shape} over {normalized}",
        why="(x - mean) / sqrt(var + eps) * weight + bias; mean and biased variance over the last "
        f"{len(normalized)} axes",
        hint=HINT,
    )


def test_eps_stands_under_the_root():
    out = layer_norm(np.array([[1.0, 3.0]]), (2,), eps=3.0)
    why = "variance 1, eps 3: divided by sqrt(1 + 3), not by sqrt(1) + 3"
    assert_close(out, [[-0.5, 0.5]], name="layer_norm with eps=3", why=why, hint=HINT)


def test_weight_and_bias_may_be_missing():
    x, weight, bias = arrays((3, 4), (4,))
    for w, b in ((None, None), (weight, None), (None, bias)):
        expected = formula(x, (4,), 1 if w is None else w, 0 if b is None else b)
        why = "a missing weight counts as 1, a missing bias as 0"
        assert_close(layer_norm(x, (4,), w, b), expected, name="layer_norm", why=why, hint=HINT)


@pytest.mark.parametrize("offset", [1e4, -3e5])
def test_large_means_are_subtracted_first(offset):
    x = (np.random.default_rng(0).standard_normal((6, 256)) + offset).astype(np.float32)
    x[3] -= np.float32(offset)
    assert_close(
        layer_norm(x, 256),
        formula(x, (256,)).astype(np.float32),
        name=f"layer_norm of float32 values near {offset:g}",
        why="float32 keeps seven digits: subtract the mean, and what its rounding left, before "
        "you square or scale",
        hint=HINT,
        atol=2e-6,
    )


def test_constant_rows_become_the_bias_and_rows_of_one_as_well():
    for x in (np.full((3, 5), 1e4, np.float32), np.array([[3.0], [-7.0]])):
        bias = np.arange(x.shape[1], dtype=x.dtype) + 1
        out = layer_norm(x, x.shape[1:], np.full_like(bias, 2), bias)
        why = "x - mean is 0 and eps keeps the division finite"
        assert_close(out, np.broadcast_to(bias, x.shape), name="constant rows", why=why, atol=1e-6)


def test_a_row_does_not_depend_on_the_others():
    x, weight, bias = arrays((5, 4), (4,))
    alone = [layer_norm(x[i : i + 1], (4,), weight, bias)[0] for i in range(5)]
    why = "nothing is shared between rows"
    assert_close(layer_norm(x, (4,), weight, bias), alone, name="rows one by one", why=why)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_and_nothing_is_written_to(dtype):
    given = [a.astype(dtype) for a in arrays((3, 4), (4,))]
    before = [a.copy() for a in given]
    leaves = [tensor(a, requires_grad=True) for a in given]
    out = layer_norm(leaves[0], (4,), *leaves[1:])
    g = np.ones((3, 4), dtype)
    out.backward(g)
    right = out.dtype == dtype
    assert right, f"{dtype.__name__} in, {dtype.__name__} out, got {out.dtype}"
    for name, leaf, now, then in zip(("x", "weight", "bias"), leaves, given, before, strict=True):
        assert_close(now, then, name=f"{name} after both passes", why="the caller's array")
        right = leaf.grad.dtype == dtype
        assert right, f"gradient of {name}: {dtype.__name__} expected, got {leaf.grad.dtype}"
    assert_close(g, np.ones((3, 4), dtype), name="g", why="other paths of the graph hold it")


def test_other_orders_in_memory_give_the_same_values_and_gradients():
    x, weight, bias = arrays((4, 6, 5), (6, 5))
    g = np.random.default_rng(1).standard_normal((4, 6, 5))
    turned = np.ascontiguousarray(x.transpose(2, 1, 0)).transpose(2, 1, 0)
    wide = np.repeat(x, 2, axis=2)[:, :, ::2]
    results = []
    for each, gradient in ((x, g), (turned, np.asfortranarray(g)), (wide, g[::-1][::-1])):
        leaf = tensor(each, requires_grad=True)
        out = layer_norm(leaf, (6, 5), weight, bias)
        out.backward(gradient)
        results.append((out.data, leaf.grad))
    for out, gradient in results[1:]:
        assert_close(out, results[0][0], name="values of a strided x")
        assert_close(gradient, results[0][1], name="gradient of a strided x")


@pytest.mark.parametrize("shape", [(0, 3), (2, 0, 3)])
def test_an_empty_batch_gives_an_empty_result_and_zero_gradients(shape):
    leaves = [tensor(a, requires_grad=True) for a in (np.zeros(shape), np.ones(3), np.ones(3))]
    out = layer_norm(leaves[0], (3,), *leaves[1:])
    out.backward(np.zeros(shape))
    assert out.shape == leaves[0].grad.shape == shape
    for leaf in leaves[1:]:
        assert_close(leaf.grad, np.zeros(3), name="gradient of a parameter, nothing summed")


@pytest.mark.parametrize("shape", [(5, 3), (2, 7), (4, 2), (3, 1)])
def test_the_three_gradients_of_rows(shape):
    rng = np.random.default_rng(0)
    x, g, weight = (
        rng.standard_normal(shape),
        rng.standard_normal(shape),
        rng.standard_normal(shape[1]),
    )
    got = layer_norm_backward(g, *statistics(x), weight)

    def value():
        return np.sum(g * formula(x, shape[1:], weight))

    loose = {"rtol": 1e-5, "atol": 1e-7, "hint": HINT_BACK}  # central differences
    why = "every row adds the same bias: the sum of g over the rows"
    assert_close(got[2], g.sum(axis=0), name="gradient of the bias", why=why, hint=HINT_BACK)
    why = "out = x_hat * weight + bias: the sum of g * x_hat over the rows"
    assert_close(got[1], differences(value, weight), name="gradient of weight", why=why, **loose)
    why = (
        "inv_std * (h - mean(h) - x_hat * mean(h * x_hat)) with h = g * weight, means over a row: "
        "mean and variance move with every x of the row"
    )
    assert_close(got[0], differences(value, x), name="gradient of x", why=why, **loose)


def test_backward_leaves_its_arguments_and_takes_no_weight():
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal((2, 4, 5))
    given = g, *statistics(x)
    before = [a.copy() for a in given]
    got = layer_norm_backward(*given, None)
    for name, now, then in zip(("g", "x_hat", "inv_std"), given, before, strict=True):
        assert_close(now, then, name=f"{name} after layer_norm_backward", why="needed again")
    for a, b in zip(got, layer_norm_backward(*given, np.ones(5)), strict=True):
        assert_close(a, b, name="gradient with weight=None", why="a missing weight counts as ones")


def test_many_rows_are_summed_over_all_blocks():
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal((2, 5000, 256), dtype=np.float32)
    weight = rng.standard_normal(256, dtype=np.float32)
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, np.zeros(256, np.float32))]
    out = layer_norm(leaves[0], (256,), *leaves[1:])
    out.backward(g)
    x_hat = formula(x, (256,))
    assert_close(out.data, (x_hat * weight).astype(np.float32), name="values", rtol=1e-4, atol=1e-5)
    wide = g.astype(np.float64)
    sums = {"weight": (wide * x_hat).sum(axis=0), "bias": wide.sum(axis=0)}
    for (name, expected), leaf in zip(sums.items(), leaves[1:], strict=True):
        assert_close(leaf.grad, expected.astype(np.float32), name=f"gradient of {name}", atol=1e-3)
    h = wide * weight
    slope = (h * x_hat).mean(axis=1, keepdims=True)
    expected = (h - h.mean(axis=1, keepdims=True) - x_hat * slope) / x.std(axis=1, keepdims=True)
    assert_close(
        leaves[0].grad, expected.astype(np.float32), name="gradient of x", rtol=1e-3, atol=1e-4
    )


@pytest.mark.parametrize(
    ("shape", "normalized"), [((4, 3), (3,)), ((2, 2, 3), (2, 3)), ((3, 2), 2)]
)
def test_both_orders_of_derivative_agree_with_differences(shape, normalized):
    given = arrays(shape, np.atleast_1d(normalized))

    def function(x, weight, bias):
        return layer_norm(x, normalized, weight, bias)

    assert gradcheck(function, given)
    assert gradgradcheck(function, given)
    assert gradcheck(lambda x, bias: layer_norm(x, normalized, bias=bias), given[::2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones((2, 3)), (4,)), r"must end in the axes \(4,\)"),
        ((np.ones((2, 3)), ()), "normalized_shape"),
        ((np.ones((2, 3)), (0,)), "normalized_shape"),
        ((np.ones((2, 3)), 1.5), r"normalized_shape must be .* got 1\.5"),
        ((np.ones((2, 3)), (3,), np.ones(2)), r"weight has shape \(2,\), expected \(3,\)"),
        ((np.ones((2, 3)), (3,), None, np.ones((1, 3))), "bias has shape"),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        layer_norm(*arguments)
    with pytest.raises(TypeError, match="layer_norm: x must hold floating point numbers, got int"):
        layer_norm(np.ones((2, 3), int), (3,))


def test_the_layer_hands_over_what_it_has():
    layer = LayerNorm((2, 3), eps=0.5, dtype=np.float64)
    layer.weight.data[...] = np.arange(6).reshape(2, 3)
    layer.bias.data[...] = 7.0
    x = np.random.default_rng(0).standard_normal((4, 2, 3))
    expected = formula(x, (2, 3), np.arange(6).reshape(2, 3), 7.0, eps=0.5)
    assert_close(layer(x).data, expected, name="LayerNorm")
    assert [name for name, _ in layer.named_parameters()] == ["weight", "bias"]
    assert LayerNorm(4).weight.dtype == np.float32
    assert [name for name, _ in LayerNorm(4, bias=False).named_parameters()] == ["weight"]
    assert list(LayerNorm(4, elementwise_affine=False).parameters()) == []
    plain = LayerNorm([3], elementwise_affine=False)
    assert_close(plain(x), formula(x, (3,)), name="LayerNorm without parameters")
    assert repr(plain) == "LayerNorm((3,), eps=1e-05, elementwise_affine=False, bias=False)"
    with pytest.raises(ValueError, match="eps must be at least 0, got -1"):
        LayerNorm(3, eps=-1)
