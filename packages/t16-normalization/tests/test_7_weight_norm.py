"""Weight normalisation

Expected values come from loops over the slices, expected gradients from the product rule.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear
from t12_im2col import Conv2d
from t16_normalization import WeightNorm, weight_norm, weight_norm_backward

CASES = [((4, 3), 0), ((4, 3), 1), ((2, 3, 2, 2), 0), ((2, 3, 2, 2), 1), ((3, 5), None)]
HINT = "scratch hint t16 weight_norm"
HINT_BACK = "scratch hint t16 weight_norm_backward"


def arrays(shape, dim, seed=0):
    rng = np.random.default_rng(seed)
    lengths = [size if axis == dim else 1 for axis, size in enumerate(shape)]
    return rng.standard_normal(shape), rng.standard_normal(lengths) + 2


def slices(shape, dim):
    """Yield an index for each slice along dim, the whole where dim is None."""
    for i in range(1 if dim is None else shape[dim]):
        yield (Ellipsis,) if dim is None else (*[slice(None)] * dim, i)


def test_by_hand():
    out = weight_norm(np.array([[3.0, 4.0], [0.0, -2.0]]), np.array([[10.0], [1.0]]))
    why = "[3, 4] has length 5 and becomes 10 long; [0, -2] becomes 1 long"
    assert_close(out, [[6.0, 8.0], [0.0, -1.0]], name="weight_norm", why=why, hint=HINT)


@pytest.mark.parametrize(("shape", "dim"), CASES)
def test_each_slice_gets_the_length_g_and_keeps_its_direction(shape, dim):
    v, g = arrays(shape, dim)
    before = v.copy()
    expected = np.empty(shape)
    for place in slices(shape, dim):
        length = math.sqrt(math.fsum((v[place] ** 2).ravel()))
        expected[place] = v[place] / length * np.ravel(g[place])[0]
    assert_close(
        weight_norm(v, g, dim=dim),
        expected,
        name=f"weight_norm of {shape}, dim={dim}",
        why="g * v / norm(v), the norm over all axes but dim: one length per output",
        hint=HINT,
    )
    assert_close(v, before, name="v after weight_norm", why="it is a parameter")


@pytest.mark.parametrize(("shape", "dim"), CASES)
def test_the_gradient_of_v_has_no_part_along_v(shape, dim):
    v, g = arrays(shape, dim)
    gradient = np.random.default_rng(1).standard_normal(shape)
    given = [gradient.copy(), v.copy(), g.copy()]
    v_grad, g_grad = weight_norm_backward(gradient, v, g, dim=dim)
    for place in slices(shape, dim):
        length = np.sqrt((v[place] ** 2).sum())
        direction = v[place] / length
        along = (gradient[place] * direction).sum()
        assert_close(
            np.ravel(g_grad[place])[0],
            along,
            name="gradient of g for one slice",
            why="d out / d g is the direction v / norm(v): the sum of gradient * direction",
            hint=HINT_BACK,
        )
        assert_close(
            v_grad[place],
            (gradient[place] - along * direction) * np.ravel(g[place])[0] / length,
            name="gradient of v for one slice",
            why="(gradient - u * sum(gradient * u)) * g / norm: a longer v gives the same weight, "
            "so nothing pulls along v",
            hint=HINT_BACK,
        )
    assert g_grad.shape == g.shape, f"gradient of g: shape {g_grad.shape}, expected {g.shape}"
    for name, now, then in zip(("gradient", "v", "g"), (gradient, v, g), given, strict=True):
        assert_close(now, then, name=f"{name} after weight_norm_backward", why="needed again")


@pytest.mark.parametrize(("shape", "dim"), CASES)
def test_both_orders_of_derivative_agree_with_differences(shape, dim):
    def function(v, g):
        return weight_norm(v, g, dim=dim)

    assert gradcheck(function, arrays(shape, dim))
    assert gradgradcheck(function, arrays(shape, dim))


def test_float32_stays_float32():
    v, g = (tensor(a.astype(np.float32), requires_grad=True) for a in arrays((3, 4), 0))
    out = weight_norm(v, g)
    out.backward(np.ones((3, 4), np.float32))
    assert out.dtype == v.grad.dtype == g.grad.dtype == np.float32
    lengths = np.sqrt((out.data**2).sum(axis=1, keepdims=True))
    assert_close(lengths, np.abs(g.data), name="lengths in float32")


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"g has shape \(3,\), expected \(3, 1\) for dim=0"):
        weight_norm(np.ones((3, 2)), np.ones(3))
    with pytest.raises(ValueError, match="v has a slice of zeros"):
        weight_norm(np.array([[1.0, 2.0], [0.0, 0.0]]), np.ones((2, 1)))
    rng = np.random.default_rng(0)
    with pytest.raises(TypeError, match="layer must have a parameter `weight`, got list"):
        WeightNorm([])
    for dim in (2, -1, 0.5):
        with pytest.raises(ValueError, match=f"dim must be an axis of the weight .* got {dim}"):
            WeightNorm(Linear(2, 3, rng=rng), dim=dim)


@pytest.mark.parametrize("dim", [0, 1, None])
def test_a_wrapped_layer_computes_what_it_did_and_trains_length_and_direction(dim):
    rng = np.random.default_rng(0)
    for layer, x in (
        (Linear(3, 4, rng=rng, dtype=np.float64), rng.standard_normal((5, 3))),
        (Conv2d(2, 3, 2, rng=rng, dtype=np.float64), rng.standard_normal((2, 2, 3, 3))),
    ):
        expected, weight = layer(x).data, layer.weight.data.copy()
        wrapped = WeightNorm(layer, dim)
        assert_close(wrapped(x).data, expected, name="output of the wrapped layer")
        assert [name for name, _ in wrapped.named_parameters()] == ["g", "v", "layer.bias"]
        wrapped.g.data *= 2
        out = wrapped(x)
        present = weight_norm(wrapped.v.data, wrapped.g.data, dim=dim)
        assert_close(present, 2 * weight, name="weight with twice the length")
        out.backward(np.ones(out.shape))
        assert_close((wrapped.v.grad * wrapped.v.data).sum(), 0.0, name="pull along v", atol=1e-9)
        assert np.abs(wrapped.g.grad).max() > 1e-3
        restored = wrapped.remove()
        assert_close(restored(x).data, out.data, name="output of the restored layer")
        assert [name for name, _ in restored.named_parameters()] == ["bias", "weight"]
    assert WeightNorm(Linear(3, 4, rng=rng)).g.shape == (4, 1)
    assert repr(WeightNorm(Linear(2, 2, rng=rng))).startswith("WeightNorm")
    assert wrapped.extra_repr() == f"dim={dim}"
