"""Statistics of a batch, and running ones

Expected values are worked out in Python floats with exactly rounded sums.
"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t09_regularization import batch_moments, update_running

SHAPES = [(6, 3), (2, 3), (4, 3, 5), (3, 4, 2, 5), (3000, 2)]


def moments_one_by_one(x):
    channels = [[float(v) for v in x[:, c].reshape(-1)] for c in range(x.shape[1])]
    means = [math.fsum(c) / len(c) for c in channels]
    squares = [[(v - m) ** 2 for v in c] for c, m in zip(channels, means, strict=True)]
    return means, [math.fsum(s) / len(s) for s in squares]


@pytest.mark.parametrize("shape", SHAPES)
def test_moments_are_taken_over_all_axes_but_the_second(shape):
    x = np.random.default_rng(0).standard_normal(shape) * 2 + 1
    mean, var = batch_moments(x)
    means, variances = moments_one_by_one(x)
    hint = "scratch hint t09 batch_moments"
    why = f"one mean per channel, over {x.size // shape[1]} samples"
    assert_close(mean, means, name=f"mean of shape {shape}", why=why, hint=hint)
    why = "the mean squared distance from the mean, divided by the number of samples, not one less"
    assert_close(var, variances, name=f"variance of shape {shape}", why=why, hint=hint)


@pytest.mark.parametrize("offset", [100.0, 1e4, -3e5])
def test_a_large_mean_leaves_the_variance_right(offset):
    rng = np.random.default_rng(0)
    x = (rng.standard_normal((64, 3, 2)) + offset).astype(np.float32)
    mean, var = batch_moments(x)
    means, variances = moments_one_by_one(x)
    assert_close(mean, means, name=f"mean near {offset:g}", rtol=1e-6)
    assert_close(
        var,
        variances,
        name=f"variance of float32 values near {offset:g}",
        why=f"mean(x * x) - mean**2 is the difference of two numbers near {offset**2:g}, of which "
        "float32 keeps 7 digits: subtract the mean from x first, then square",
        rtol=1e-3,  # the mean itself is rounded to float32 where x is centred by it
    )


def test_channels_of_unlike_scale_do_not_disturb_each_other():
    x = np.random.default_rng(0).standard_normal((50, 4)) * [1e-6, 1, 1e6, 1] + [0, 1e3, 0, -7]
    mean, var = batch_moments(x)
    means, variances = moments_one_by_one(x)
    for c in range(4):
        assert_close(mean[c], means[c], name=f"mean of channel {c}")
        assert_close(var[c], variances[c], name=f"variance of channel {c}")


def test_one_channel_far_from_zero_is_enough_to_need_care():
    x = np.random.default_rng(0).standard_normal((64, 3)) + np.array([0.0, 1e4, 0.0])
    x = x.astype(np.float32)
    mean, var = batch_moments(x)
    means, variances = moments_one_by_one(x)
    why = "channel 1 is near 10,000, its neighbours near 0: each has to be right"
    assert_close(mean, means, name="mean", why=why, rtol=1e-6, atol=1e-6)
    assert_close(var, variances, name="variance", why=why, rtol=1e-3)


@pytest.mark.parametrize("value", [0.0, 0.1, -7e4])
def test_a_constant_channel_has_variance_zero(value):
    x = np.full((12, 2), value)
    mean, var = batch_moments(x)
    assert_close(mean, [value, value], name="mean of a constant channel", rtol=1e-12)
    assert_close(var, [0.0, 0.0], name="variance of a constant channel", atol=1e-18)
    assert (var >= 0).all(), f"a variance must not be negative, even by rounding: {var}"


def test_the_batch_is_left_as_it_is():
    x = np.random.default_rng(0).standard_normal((5, 3)) + 100
    before = x.copy()
    batch_moments(x)
    assert_close(
        x, before, name="x after batch_moments", why="x belongs to the caller: no x -= mean"
    )


def update(running_mean, running_var, momentum, count=5):
    mean, var = np.array([1.0, 2.0]), np.array([4.0, 8.0])
    update_running(running_mean, running_var, mean, var, count, momentum)
    assert_close(mean, [1.0, 2.0], name="mean of the batch after the update", why="not yours")
    assert_close(var, [4.0, 8.0], name="variance of the batch after the update", why="not yours")


def test_running_statistics_move_by_momentum():
    mean, var = np.array([0.0, 10.0]), np.array([1.0, 1.0])
    update(mean, var, 0.1)
    hint = "scratch hint t09 update_running"
    why = "0.9 of the old and 0.1 of the new: 0.9 * 10 + 0.1 * 2 = 9.2. momentum is the share of "
    assert_close(mean, [0.1, 9.2], name="running mean", why=why + "the new batch", hint=hint)
    why = (
        "the batch's variance 4 was divided by 5; the population's is estimated by dividing by "
        "4: 4 * 5 / 4 = 5, and 0.9 * 1 + 0.1 * 5 = 1.4"
    )
    assert_close(var, [1.4, 1.9], name="running variance", why=why, hint=hint)


def test_two_updates_weigh_the_later_batch_more():
    mean, var = np.zeros(2), np.ones(2)
    update(mean, var, 0.5, count=2)
    update(mean, var, 0.5, count=3)
    assert_close(mean, [0.75, 1.5], name="running mean", why="0.5 * 0.5 * 1 + 0.5 * 1 = 0.75")
    why = "(1 + 4 * 2) / 2 = 4.5, then (4.5 + 4 * 3 / 2) / 2 = 5.25"
    assert_close(var, [5.25, 10.25], name="running variance", why=why)


def test_momentum_one_takes_the_batch_and_zero_keeps_the_old():
    for momentum, mean_expected, var_expected in ((1.0, [1, 2], [5, 10]), (0.0, [7, 7], [3, 3])):
        mean, var = np.full(2, 7.0), np.full(2, 3.0)
        update(mean, var, momentum)
        assert_close(mean, np.array(mean_expected, float), name=f"mean, momentum {momentum}")
        assert_close(var, np.array(var_expected, float), name=f"variance, momentum {momentum}")


def test_the_update_happens_in_the_memory_it_was_given():
    mean, var = np.zeros(2, np.float32), np.ones(2, np.float32)
    update(mean, var, 0.5)
    why = "state_dict and the layer hold these arrays; running_mean = ... only renames"
    assert_close(mean, np.array([0.5, 1.0], np.float32), name="running mean", why=why)
    assert_close(var, np.array([3.0, 5.5], np.float32), name="running variance", why=why)
