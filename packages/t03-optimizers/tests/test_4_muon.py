"""Orthogonal steps: Newton-Schulz and Muon"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import Muon, muon_update, newton_schulz

A, B, C = 3.4445, -4.7750, 2.0315
NS = {"coefficients": (A, B, C), "eps": 1e-7}
HINT = "scratch hint t03 newton_schulz"


def work(rows, cols):
    small = min(rows, cols)
    return [np.full(shape, np.nan) for shape in ((small, small), (small, small), (rows, cols))]


def f(x):
    return A * x + B * x**3 + C * x**5


def orthogonalized(matrix, rounds=5):
    """Apply f to the singular values of matrix / norm, by an SVD."""
    u, values, vt = np.linalg.svd(matrix / np.linalg.norm(matrix), full_matrices=False)
    for _ in range(rounds):
        values = f(values)
    return u * values @ vt


def test_one_round_applies_the_polynomial_to_a_number():
    x = np.array([[5.0]])
    newton_schulz(x, work(1, 1), rounds=1, **NS)
    assert_close(
        x,
        [[A + B + C]],
        name="x (1, 1) after one round",
        why="x is divided by its norm first, which makes it 1; then f(1) = a + b + c = 0.701",
        hint=HINT,
    )


def test_a_round_applies_the_polynomial_to_singular_values():
    x = np.array([[3.0, 0.0], [0.0, 4.0]])
    newton_schulz(x, work(2, 2), rounds=1, **NS)
    assert_close(
        x,
        [[f(0.6), 0.0], [0.0, f(0.8)]],
        name="x after one round",
        why="divided by its norm 5 the matrix has the singular values 0.6 and 0.8",
        hint=HINT,
    )


@pytest.mark.parametrize("shape", [(3, 5), (4, 4), (1, 3), (5, 3)])
def test_five_rounds_agree_with_the_svd(shape):
    start = np.random.default_rng(3).standard_normal(shape)
    x = start.copy()
    newton_schulz(x, work(*shape), rounds=5, **NS)
    assert x.shape == shape
    assert_close(
        x,
        orthogonalized(start),
        name=f"x {shape} after five rounds",
        why="a x + b (x xᵀ) x + c (x xᵀ)² x with the matrix product leaves the singular vectors"
        " alone and maps each singular value by f",
        hint=HINT,
    )
    values = np.linalg.svd(x, compute_uv=False)
    assert np.all(abs(values - 1) < 0.35), f"all singular values should be near 1, got {values}"


def test_a_zero_matrix_stays_zero():
    x = np.zeros((2, 3))
    newton_schulz(x, work(2, 3), rounds=5, **NS)
    why = "its norm is 0 and eps takes the place of it: no division by 0"
    assert_close(x, np.zeros((2, 3)), name="x", why=why, hint=HINT)


def test_no_rounds_only_normalize():
    x = np.array([[3.0, 4.0]])
    newton_schulz(x, work(1, 2), rounds=0, **NS)
    why = "the Frobenius norm of (3, 4) is 5"
    assert_close(x, [[0.6, 0.8]], name="x", why=why, hint=HINT)


def test_eps_takes_the_place_of_a_smaller_norm_only():
    for scale, expected in ((1.0, [[0.3, 0.4]]), (10.0, [[0.6, 0.8]])):
        x = np.array([[3.0, 4.0]]) * scale / 10
        newton_schulz(x, work(1, 2), coefficients=(A, B, C), rounds=0, eps=1.0)
        why = f"x is divided by max(norm, eps) = max({scale / 2}, 1)"
        assert_close(x, expected, name="x with eps = 1", why=why, hint=HINT)


def muon(shape, *, steps=2, nesterov=True, weight_decay=0.1):
    rng = np.random.default_rng(5)
    p, buf, step = rng.standard_normal(shape), np.zeros(shape), np.full(shape, np.nan)
    memory = work(*shape)
    options = {"lr": 0.1, "momentum": 0.6, "nesterov": nesterov, "weight_decay": weight_decay}
    for _ in range(steps):
        g = rng.standard_normal(shape)
        muon_update(p, g, buf, step, memory, **options, **NS, rounds=5)
    return p, buf


def muon_by_hand(shape, *, steps=2, nesterov=True, weight_decay=0.1):
    rng = np.random.default_rng(5)
    p, buf = rng.standard_normal(shape), np.zeros(shape)
    for _ in range(steps):
        g = rng.standard_normal(shape)
        buf = 0.6 * buf + 0.4 * g
        direction = 0.6 * buf + 0.4 * g if nesterov else buf
        p = p * (1 - 0.1 * weight_decay)
        p = p - 0.1 * math.sqrt(max(1, shape[0] / shape[1])) * orthogonalized(direction)
    return p, buf


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4)])
def test_muon_steps_along_the_orthogonalized_momentum(shape, nesterov):
    p, buf = muon(shape, nesterov=nesterov, weight_decay=0.0)
    p_expected, buf_expected = muon_by_hand(shape, nesterov=nesterov, weight_decay=0.0)
    hint = "scratch hint t03 muon_update"
    why = "the momentum is a running mean: momentum * buf + (1 - momentum) * g"
    assert_close(buf, buf_expected, name=f"buf {shape} after 2 steps", why=why, hint=hint)
    why = "lr is scaled by sqrt(max(1, rows / cols)); nesterov steps along the next but one buf"
    assert_close(p, p_expected, name=f"p {shape} after 2 steps", why=why, hint=hint)
    assert p.shape == shape


@pytest.mark.parametrize("shape", [(3, 5), (5, 3)])
def test_muons_decay_uses_lr_unscaled(shape):
    assert_close(
        muon(shape, weight_decay=0.5)[0],
        muon_by_hand(shape, weight_decay=0.5)[0],
        name=f"p {shape} after 2 steps with weight decay 0.5",
        why="p shrinks by 1 - lr * weight_decay before the step; the decay does not depend on the"
        " shape",
        hint="scratch hint t03 muon_update",
    )


def test_muon_leaves_the_gradient_as_it_is():
    g, rng = np.ones((2, 3)), np.random.default_rng(0)
    arrays = [rng.standard_normal((2, 3)) for _ in range(3)]
    p, buf, step = arrays
    options = {"lr": 0.1, "momentum": 0.6, "nesterov": True, "weight_decay": 0.1}
    muon_update(p, g, buf, step, work(2, 3), **options, **NS, rounds=5)
    assert_close(g, np.ones((2, 3)), name="g", why="g was changed: it belongs to the caller")


class Weight:
    def __init__(self, shape):
        self.data, self.grad = np.zeros(shape), np.ones(shape)


def test_the_optimizer_applies_the_rule_to_every_matrix():
    weights = [Weight((2, 3)), Weight((3, 2)), Weight((1, 1))]
    Muon(weights, lr=0.1).step()
    # A matrix of ones has one singular value other than 0, sqrt(6); after division it is 1.
    value = 1.0
    for _ in range(5):
        value = f(value)
    why = "the step is lr * sqrt(max(1, rows / cols)) times a matrix of equal elements"
    small, tall = -0.1 * value / math.sqrt(6), -0.1 * math.sqrt(1.5) * value / math.sqrt(6)
    assert_close(weights[0].data, np.full((2, 3), small), name="wide", why=why, rtol=1e-5)
    assert_close(weights[1].data, np.full((3, 2), tall), name="tall", why=why, rtol=1e-5)
    assert_close(weights[2].data, [[-0.1 * value]], name="one element", why=why, rtol=1e-5)
