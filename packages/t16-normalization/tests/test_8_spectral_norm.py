"""Spectral normalisation

Expected singular values and vectors come from `numpy.linalg.svd`.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear
from t12_im2col import Conv2d
from t16_normalization import SpectralNorm, power_iteration, spectral_norm

HINT = "scratch hint t16 spectral_norm"
HINT_POWER = "scratch hint t16 power_iteration"


def known(m, k, largest=3.0, seed=0):
    """Return a matrix (m, k) with the singular values largest, 1, 0.5, ... and its SVD."""
    rng = np.random.default_rng(seed)
    left, _ = np.linalg.qr(rng.standard_normal((m, m)))
    right, _ = np.linalg.qr(rng.standard_normal((k, k)))
    size = min(m, k)
    values = np.array([largest, *(0.5 ** np.arange(size - 1))])
    return left[:, :size] * values @ right[:size], left[:, 0], right[0]


def vectors(m, k, seed=1):
    rng = np.random.default_rng(seed)
    u, v = rng.standard_normal(m), rng.standard_normal(k)
    return u / np.linalg.norm(u), v / np.linalg.norm(v)


@pytest.mark.parametrize("shape", [(4, 3), (3, 5), (2, 2)])
def test_one_step_takes_u_from_v_and_then_v_from_u(shape):
    matrix = np.random.default_rng(0).standard_normal(shape)
    u, v = vectors(*shape)
    first = matrix @ v / np.linalg.norm(matrix @ v)
    second = first @ matrix / np.linalg.norm(first @ matrix)
    power_iteration(matrix, u, v, 1)
    why = "u = matrix @ v over its norm, in place; then v = matrix.T @ u, of the new u"
    assert_close(u, first, name="u after one step", why=why, hint=HINT_POWER)
    assert_close(v, second, name="v after one step", why=why, hint=HINT_POWER)


@pytest.mark.parametrize("shape", [(4, 3), (3, 5), (1, 4), (5, 1)])
def test_many_steps_find_the_first_singular_vectors(shape):
    matrix, left, right = known(*shape)
    before = matrix.copy()
    u, v = vectors(*shape)
    power_iteration(matrix, u, v, 40)
    why = "each step multiplies the part of another singular vector by (1 / 3) ** 2"
    assert_close(u @ matrix @ v, 3.0, name="u @ matrix @ v", why=why, hint=HINT_POWER)
    assert_close(np.abs(u @ left), 1.0, name="cosine of u and the singular vector", why=why)
    assert_close(np.abs(v @ right), 1.0, name="cosine of v and the singular vector", why=why)
    assert_close(matrix, before, name="matrix after power_iteration", why="it is a parameter")


def test_no_step_changes_nothing_and_a_matrix_of_zeros_is_no_division_by_zero():
    u, v = vectors(3, 2)
    kept = u.copy(), v.copy()
    power_iteration(np.ones((3, 2)), u, v, 0)
    for now, then in zip((u, v), kept, strict=True):
        assert_close(now, then, name="vectors after no step", why="steps counts the iterations")
    power_iteration(np.zeros((3, 2)), u, v, 2)
    why = "a norm below eps counts as eps: 0 / eps, not 0 / 0"
    assert_close(u, np.zeros(3), name="u of a matrix of zeros", why=why, hint=HINT_POWER)
    u, v = vectors(3, 2)
    power_iteration(np.full((3, 2), 1e-3), u, v, 1, eps=1.0)
    why = "norms below eps = 1 are not divided by"
    assert_close(u, np.full(3, kept[1].sum() * 1e-3), name="u with eps=1", why=why)


@pytest.mark.parametrize(
    ("shape", "dim"), [((4, 3), 0), ((4, 3), 1), ((2, 3, 2, 2), 0), ((2, 3, 2, 2), 1)]
)
def test_the_weight_is_divided_by_its_largest_singular_value(shape, dim):
    weight = np.random.default_rng(0).standard_normal(shape)
    before = weight.copy()
    matrix = np.moveaxis(weight, dim, 0).reshape(shape[dim], -1)
    left, values, right = np.linalg.svd(matrix)
    out = spectral_norm(weight, left[:, 0], right[0], dim=dim)
    why = "weight / (u @ matrix @ v), matrix with axis dim as its rows"
    assert_close(out, weight / values[0], name="spectral_norm", why=why, hint=HINT)
    assert_close(weight, before, name="weight after spectral_norm", why="it is a parameter")


@pytest.mark.parametrize(
    ("shape", "dim"), [((4, 3), 0), ((3, 4), 1), ((2, 3, 2, 2), 0), ((2, 3, 1, 2), 1)]
)
def test_the_gradient_counts_that_sigma_moves(shape, dim):
    rng = np.random.default_rng(0)
    weight, g = rng.standard_normal((2, *shape))
    u, v = vectors(shape[dim], weight.size // shape[dim])
    leaf = tensor(weight, requires_grad=True)
    spectral_norm(leaf, u, v, dim=dim).backward(g)
    expected = np.zeros(shape)
    for place in np.ndindex(*shape):
        values = []
        for sign in (1, -1):
            moved = weight.copy()
            moved[place] += sign * 1e-6
            matrix = np.moveaxis(moved, dim, 0).reshape(shape[dim], -1)
            values.append(np.sum(g * moved) / (u @ matrix @ v))
        expected[place] = (values[0] - values[1]) / 2e-6
    assert_close(
        leaf.grad,
        expected,
        name=f"gradient of the weight {shape}, dim={dim}",
        why="(g - sum(g * out) * u v^T) / sigma: sigma = u @ matrix @ v moves with the weight",
        hint=HINT,
        rtol=1e-5,
        atol=1e-6,
    )


@pytest.mark.parametrize("dim", [0, 1])
def test_a_sigma_near_zero_is_not_divided_by(dim):
    u, v = vectors(4, 3)
    with np.errstate(invalid="ignore"):
        out = spectral_norm(np.zeros((4, 3) if dim == 0 else (3, 4)), u, v, dim=dim)
    why = "a sigma between -eps and eps counts as eps: 0 / eps, not 0 / 0"
    assert_close(out, np.zeros(out.shape), name="spectral_norm of zeros", why=why, hint=HINT)
    matrix = np.outer(u, v) if dim == 0 else np.outer(v, u)  # its sigma is 1
    for sigma, divisor in ((0.3, 0.5), (-0.3, 0.5), (0.7, 0.7), (-0.7, -0.7)):
        out = spectral_norm(sigma * matrix, u, v, dim=dim, eps=0.5)
        name = f"sigma {sigma}, eps 0.5"
        assert_close(out, sigma / divisor * matrix, name=name, why=why, hint=HINT)

    def function(weight):
        return spectral_norm(weight, u, v, dim=dim, eps=0.5)

    for sigma in (0.3, -0.7):
        assert gradcheck(function, [sigma * matrix])
        assert gradgradcheck(function, [sigma * matrix])


@pytest.mark.parametrize(("shape", "dim"), [((4, 3), 0), ((2, 3, 2), 1)])
def test_both_orders_of_derivative_agree_with_differences(shape, dim):
    rng = np.random.default_rng(0)
    u, v = vectors(shape[dim], np.prod(shape) // shape[dim])

    def function(weight):
        return spectral_norm(weight, u, v, dim=dim)

    weight = rng.standard_normal(shape) + 1
    assert gradcheck(function, [weight])
    assert gradgradcheck(function, [weight])


def test_float32_stays_float32():
    weight = tensor(np.eye(3, 4, dtype=np.float32), requires_grad=True)
    u, v = (a.astype(np.float32) for a in vectors(3, 4))
    out = spectral_norm(weight, u, v)
    out.backward(np.ones((3, 4), np.float32))
    assert out.dtype == weight.grad.dtype == np.float32
    expected = np.eye(3, 4, dtype=np.float32) / np.sum(u * v[:3])
    assert_close(out.data, expected, name="float32 weight")


def test_a_wrapped_layer_has_the_largest_singular_value_one():
    rng = np.random.default_rng(0)
    for layer, x in (
        (Linear(3, 4, rng=rng, dtype=np.float64), rng.standard_normal((5, 3))),
        (Conv2d(2, 3, 2, rng=rng, dtype=np.float64), rng.standard_normal((2, 2, 3, 3))),
    ):
        weight = layer.weight.data.copy()
        wrapped = SpectralNorm(layer, n_power_iterations=30, rng=rng)
        out = wrapped(x)
        assert [name for name, _ in wrapped.named_parameters()] == ["weight", "layer.bias"]
        assert [name for name, _ in wrapped.named_buffers()] == ["u", "v"]
        restored = wrapped.remove()
        assert_close(restored(x).data, out.data, name="output of the restored layer")
        largest = np.linalg.svd(restored.weight.data.reshape(len(weight), -1))[1][0]
        assert_close(largest, 1.0, name="largest singular value in use")
        expected = weight / np.linalg.svd(weight.reshape(len(weight), -1))[1][0]
        assert_close(restored.weight.data, expected, name="weight in use")
        assert [name for name, _ in restored.named_parameters()] == ["bias", "weight"]


def test_only_training_turns_the_vectors():
    rng = np.random.default_rng(0)
    wrapped = SpectralNorm(Linear(6, 5, rng=rng), rng=rng)
    x = np.ones((2, 6), np.float32)
    wrapped.weight.data[...] = rng.standard_normal((5, 6))
    kept = wrapped.u.copy(), wrapped.v.copy()
    wrapped.eval()(x)
    for now, then in zip((wrapped.u, wrapped.v), kept, strict=True):
        assert_close(now, then, name="u, v after evaluation", why="evaluation leaves them")
    wrapped.train()(x)
    power_iteration(wrapped.weight.data, *kept, 1)
    assert_close(wrapped.u, kept[0], name="u after one forward pass in training")
    assert_close(wrapped.v, kept[1], name="v after one forward pass in training")
    assert wrapped.u.dtype == np.float32


def test_gradients_belong_to_the_vectors_of_their_own_forward_pass():
    rng = np.random.default_rng(0)
    wrapped = SpectralNorm(Linear(3, 4, rng=rng, dtype=np.float64), rng=rng)
    x = rng.standard_normal((5, 3))
    wrapped.weight.data[...] = rng.standard_normal((4, 3))
    first = wrapped(x)
    u, v = wrapped.u.copy(), wrapped.v.copy()
    wrapped(x)  # turns u and v before the first backward pass
    first.backward(np.ones((5, 4)))
    leaf = tensor(wrapped.weight.data, requires_grad=True)
    np.sum(x @ spectral_norm(leaf, u, v).T).backward()
    assert_close(wrapped.weight.grad, leaf.grad, name="gradient of the first pass")


def test_the_vectors_start_from_the_generator_near_the_first_singular_ones():
    layers = [Linear(4, 3, rng=np.random.default_rng(0)) for _ in range(2)]
    one, other = (SpectralNorm(layer, rng=np.random.default_rng(7)) for layer in layers)
    assert_close(one.u, other.u, name="u from equal generators")
    rng, matrix = np.random.default_rng(7), one.weight.data
    u, v = (rng.standard_normal(size) for size in (3, 4))
    u, v = ((a / np.linalg.norm(a)).astype(np.float32) for a in (u, v))
    power_iteration(matrix, u, v, 15)
    assert_close(one.u, u, name="u at the start", why="15 steps from random vectors", rtol=1e-6)
    value = one.u @ one.weight.data @ one.v
    expected = np.linalg.svd(one.weight.data)[1][0]
    assert_close(value, expected, name="estimate at the start", rtol=0.02, why="15 steps")


def test_what_does_not_fit_is_named():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="n_power_iterations must be a whole number from 1, got 0"):
        SpectralNorm(Linear(2, 3, rng=rng), 0, rng=rng)
    with pytest.raises(ValueError, match="dim must be an axis of the weight, got None"):
        SpectralNorm(Linear(2, 3, rng=rng), dim=None, rng=rng)
    with pytest.raises(TypeError, match="SpectralNorm: layer must have a parameter"):
        SpectralNorm(object(), rng=rng)
    layer = Linear(2, 3, rng=rng)
    assert SpectralNorm(layer, rng=rng).extra_repr() == "n_power_iterations=1, dim=0, eps=1e-12"
