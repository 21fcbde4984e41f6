"""RMS normalisation

Expected values come from float64 NumPy, expected gradients from central differences.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t16_normalization import RMSNorm, rms_norm, rms_norm_backward

SHAPES = [((4, 3), (3,)), ((2, 5, 3), (5, 3)), ((2, 3, 4), (4,)), ((3, 1), (1,))]
HINT = "scratch hint t16 rms_norm"
HINT_BACK = "scratch hint t16 rms_norm_backward"


def formula(x, shape, weight=1.0, eps=1e-5):
    axes = tuple(range(-len(shape), 0))
    wide = x.astype(np.float64)
    return wide / np.sqrt((wide * wide).mean(axis=axes, keepdims=True) + eps) * weight


def arrays(shape, normalized, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) + 0.5, rng.standard_normal(normalized)


@pytest.mark.parametrize(("shape", "normalized"), SHAPES)
def test_values_are_those_of_the_formula(shape, normalized):
    x, weight = arrays(shape, normalized)
    assert_close(
        rms_norm(x, normalized, weight),
        formula(x, normalized, weight),
        name=f"rms_norm of {shape} over {normalized}",
        why="x / sqrt(mean(x * x) + eps) * weight: the mean square of a row, nothing subtracted",
        hint=HINT,
    )
    assert_close(rms_norm(x, normalized), formula(x, normalized), name="rms_norm without weight")


def test_eps_stands_under_the_root():
    out = rms_norm(np.array([[1.0, -1.0], [0.0, 0.0]]), 2, eps=3.0)
    why = "mean square 1, eps 3: divided by sqrt(1 + 3); a row of zeros stays 0"
    assert_close(out, [[0.5, -0.5], [0.0, 0.0]], name="rms_norm with eps=3", why=why, hint=HINT)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_and_nothing_is_written_to(dtype):
    x, weight = (a.astype(dtype) for a in arrays((3, 4), (4,)))
    before = x.copy(), weight.copy()
    leaves = [tensor(x, requires_grad=True), tensor(weight, requires_grad=True)]
    out = rms_norm(leaves[0], (4,), leaves[1])
    out.backward(np.ones((3, 4), dtype))
    right = out.dtype == leaves[0].grad.dtype == leaves[1].grad.dtype == dtype
    assert right, f"{dtype.__name__} in, {dtype.__name__} out"
    assert_close(x, before[0], name="x after both passes", why="the caller's array")
    assert_close(weight, before[1], name="weight after both passes", why="the caller's array")


def test_strided_input_and_gradient():
    x, weight = arrays((4, 6, 5), (6, 5))
    g = np.random.default_rng(1).standard_normal((4, 6, 5))
    results = []
    for each, gradient in ((x, g), (np.asfortranarray(x), np.asfortranarray(g))):
        leaf = tensor(each, requires_grad=True)
        out = rms_norm(leaf, (6, 5), weight)
        out.backward(gradient)
        results.append((out.data, leaf.grad))
    assert_close(results[1][0], results[0][0], name="values of a strided x")
    assert_close(results[1][1], results[0][1], name="gradient of a strided x")


def test_an_empty_batch_gives_an_empty_result():
    leaves = [tensor(np.zeros((0, 3)), requires_grad=True), tensor(np.ones(3), requires_grad=True)]
    out = rms_norm(leaves[0], (3,), leaves[1])
    out.backward(np.zeros((0, 3)))
    assert out.shape == leaves[0].grad.shape == (0, 3)
    assert_close(leaves[1].grad, np.zeros(3), name="gradient of the weight, nothing summed")


@pytest.mark.parametrize("shape", [(5, 3), (2, 7), (3, 1)])
def test_the_two_gradients_of_rows(shape):
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal((2, *shape))
    weight = rng.standard_normal(shape[1])
    inv_rms = 1 / np.sqrt((x * x).mean(axis=1) + 1e-5)
    given = g, x, inv_rms
    before = [a.copy() for a in given]
    x_grad, weight_grad = rms_norm_backward(*given, weight)
    x_hat = x * inv_rms[:, None]
    why = "out = x_hat * weight: the sum of g * x_hat over the rows"
    expected = (g * x_hat).sum(axis=0)
    assert_close(weight_grad, expected, name="gradient of weight", why=why, hint=HINT_BACK)
    expected = np.zeros(shape)
    for place in np.ndindex(*shape):
        step = np.zeros(shape)
        step[place] = 1e-6
        both = [np.sum(g * formula(x + sign * step, shape[1:], weight)) for sign in (1, -1)]
        expected[place] = (both[0] - both[1]) / 2e-6
    why = (
        "inv_rms * (h - x_hat * mean(h * x_hat)) with h = g * weight: the root mean square moves "
        "with every x of the row"
    )
    loose = {"rtol": 1e-5, "atol": 1e-7}  # central differences
    assert_close(x_grad, expected, name="gradient of x", why=why, hint=HINT_BACK, **loose)
    for name, now, then in zip(("g", "x", "inv_rms"), given, before, strict=True):
        assert_close(now, then, name=f"{name} after rms_norm_backward", why="needed again")
    for a, b in zip(
        rms_norm_backward(*given, None), rms_norm_backward(*given, np.ones(shape[1])), strict=True
    ):
        assert_close(a, b, name="gradient with weight=None", why="a missing weight counts as ones")


def test_many_rows_are_summed_over_all_blocks():
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal((2, 5000, 256), dtype=np.float32)
    leaves = [
        tensor(x, requires_grad=True),
        tensor(np.full(256, 2, np.float32), requires_grad=True),
    ]
    out = rms_norm(leaves[0], (256,), leaves[1])
    out.backward(g)
    x_hat = formula(x, (256,))
    assert_close(out.data, (2 * x_hat).astype(np.float32), name="values", atol=1e-5)
    expected = (g * x_hat).sum(axis=0).astype(np.float32)
    assert_close(leaves[1].grad, expected, name="gradient of the weight", atol=1e-3)
    inv_rms = x_hat[:, :1] / x[:, :1]
    expected = 2 * inv_rms * (g - x_hat * (g * x_hat).mean(axis=1, keepdims=True))
    assert_close(
        leaves[0].grad, expected.astype(np.float32), name="gradient of x", rtol=1e-3, atol=1e-4
    )


@pytest.mark.parametrize(
    ("shape", "normalized"), [((4, 3), (3,)), ((2, 2, 3), (2, 3)), ((3, 2), 2)]
)
def test_both_orders_of_derivative_agree_with_differences(shape, normalized):
    given = arrays(shape, np.atleast_1d(normalized))

    def function(x, weight):
        return rms_norm(x, normalized, weight)

    assert gradcheck(function, given)
    assert gradgradcheck(function, given)
    assert gradcheck(lambda x: rms_norm(x, normalized), given[:1])


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"rms_norm: x must end in the axes \(4,\)"):
        rms_norm(np.ones((2, 3)), (4,))
    with pytest.raises(ValueError, match="weight has shape"):
        rms_norm(np.ones((2, 3)), (3,), np.ones(2))
    with pytest.raises(TypeError, match="rms_norm: x must hold floating point"):
        rms_norm(np.ones((2, 3), int), (3,))


def test_the_layer_takes_the_eps_of_the_dtype_unless_told():
    layer = RMSNorm(3, eps=0.5, dtype=np.float64)
    layer.weight.data[...] = [1.0, 2.0, 3.0]
    x = np.random.default_rng(0).standard_normal((4, 3))
    assert_close(layer(x).data, formula(x, (3,), [1, 2, 3], 0.5), name="RMSNorm with eps=0.5")
    for dtype in (np.float32, np.float64):
        tiny = np.full((1, 3), 1e-4 if dtype == np.float32 else 1e-8, dtype)
        expected = formula(tiny, (3,), eps=np.finfo(dtype).eps).astype(dtype)
        why = "eps=None is the distance from 1 to the next number of x's dtype"
        got = RMSNorm(3, elementwise_affine=False)(tiny)
        assert_close(got, expected, name="RMSNorm with eps=None", why=why)
    assert [name for name, _ in layer.named_parameters()] == ["weight"]
    assert list(RMSNorm(3, elementwise_affine=False).parameters()) == []
    assert repr(layer) == "RMSNorm((3,), eps=0.5, elementwise_affine=True)"
    with pytest.raises(ValueError, match="eps"):
        RMSNorm(3, eps=-1.0)
