"""The two tasks."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import make_moons, make_xor


@pytest.mark.parametrize(("samples", "outer"), [(2, 1), (7, 3), (100, 50)])
def test_moons_come_in_two_blocks_of_labels(samples, outer):
    points, labels = make_moons(samples, rng=np.random.default_rng(0))
    assert points.shape == (samples, 2)
    assert_close(labels, [1.0] * outer + [-1.0] * (samples - outer), name="labels")


def test_moons_without_noise_lie_on_circles_of_radius_one():
    points, labels = make_moons(31, rng=np.random.default_rng(0))
    centres = np.where(labels[:, None] > 0, [-0.5, -0.25], [0.5, 0.25])
    assert_close(np.hypot(*(points - centres).T), np.ones(31), name="distances from the centres")
    assert ((points - centres)[:, 1] * labels > -1e-12).all(), "the outer moon is an upper half"


def test_half_a_turn_swaps_the_moons():
    points, labels = make_moons(20, rng=np.random.default_rng(0))
    assert_close(-points[labels > 0], points[labels < 0], name="the turned outer moon", atol=1e-12)


def test_noise_is_the_standard_deviation_of_each_coordinate():
    clean, _ = make_moons(20_000, rng=np.random.default_rng(0))
    noisy, _ = make_moons(20_000, noise=0.3, rng=np.random.default_rng(0))
    error = noisy - clean
    # 20,000 draws: the standard error of a standard deviation of 0.3 is 0.0015
    assert_close(error.std(axis=0), [0.3, 0.3], name="standard deviation", rtol=0.02)
    assert_close(error.mean(axis=0), [0.0, 0.0], name="mean", atol=0.01)


def test_the_same_seed_gives_the_same_moons():
    first, _ = make_moons(10, noise=0.1, rng=np.random.default_rng(3))
    second, _ = make_moons(10, noise=0.1, rng=np.random.default_rng(3))
    other, _ = make_moons(10, noise=0.1, rng=np.random.default_rng(4))
    assert (first == second).all() and (first != other).all()


def test_moons_refuse_too_few_samples_and_negative_noise():
    with pytest.raises(ValueError, match="samples must be at least 2, one a moon, got 1"):
        make_moons(1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"noise must not be negative, got -0\.1"):
        make_moons(10, noise=-0.1, rng=np.random.default_rng(0))


def test_xor_is_true_where_exactly_one_input_is():
    points, labels = make_xor()
    assert points.shape == (4, 2)
    assert_close(labels, np.where(points.sum(axis=1) == 1, 1.0, -1.0), name="labels")
    assert {tuple(p) for p in points.tolist()} == {(0, 0), (0, 1), (1, 0), (1, 1)}
