"""Batch normalisation as the formula says

Expected values are worked out one channel at a time, in Python floats.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t09_regularization import batch_norm_naive

HINT = "scratch hint t09 batch_norm_naive"
SHAPES = [(6, 3), (2, 3), (4, 3, 5), (3, 4, 2, 5), (7, 1)]


def arrays(shape, seed=0):
    rng = np.random.default_rng(seed)
    channels = shape[1]
    x = rng.standard_normal(shape) * 2 + 3
    return x, rng.standard_normal(channels), rng.standard_normal(channels)


def channel_by_channel(x, weight, bias, means, variances, eps):
    """Normalise with loops over channels and their samples."""
    out = np.empty_like(x)
    for c in range(x.shape[1]):
        for place in np.ndindex(*x[:, c].shape):
            value = (x[:, c][place] - means[c]) / math.sqrt(variances[c] + eps)
            out[:, c][place] = value * weight[c] + bias[c]
    return out


def statistics(x):
    channels = [[float(v) for v in x[:, c].reshape(-1)] for c in range(x.shape[1])]
    means = [math.fsum(c) / len(c) for c in channels]
    squares = [[(v - m) ** 2 for v in c] for c, m in zip(channels, means, strict=True)]
    return means, [math.fsum(s) / len(s) for s in squares]


@pytest.mark.parametrize("shape", SHAPES)
def test_training_uses_mean_and_variance_of_each_channel(shape):
    x, weight, bias = arrays(shape)
    assert_close(
        batch_norm_naive(x, weight, bias, training=True, eps=0.1),
        channel_by_channel(x, weight, bias, *statistics(x), 0.1),
        name=f"batch_norm_naive of shape {shape}",
        why="(x - mean) / sqrt(var + eps) * weight + bias; mean and variance over all axes but "
        "axis 1, the variance divided by the number of samples, eps = 0.1 inside the root",
        hint=HINT,
    )


def test_a_small_batch_by_hand():
    x = np.array([[1.0, 10.0], [3.0, 30.0]])
    out = batch_norm_naive(x, np.array([1.0, 2.0]), np.array([0.0, 5.0]), training=True, eps=0.0)
    why = "column 1: mean 20, variance 100, so -1 and 1, times 2, plus 5"
    assert_close(out, [[-1.0, 3.0], [1.0, 7.0]], name="output", why=why, hint=HINT)


@pytest.mark.parametrize("shape", SHAPES)
def test_evaluation_uses_the_running_statistics(shape):
    x, weight, bias = arrays(shape)
    means, variances = np.arange(shape[1]) - 0.5, np.arange(shape[1]) + 0.7
    out = batch_norm_naive(x, weight, bias, means, variances, training=False)
    expected = channel_by_channel(x, weight, bias, means, variances, 1e-5)
    why = "not training: the same function for every input, whatever else is in the batch"
    assert_close(out, expected, name="batch_norm_naive in evaluation", why=why, hint=HINT)


def test_weight_and_bias_may_be_missing():
    x, weight, bias = arrays((5, 3))
    one, zero = np.ones(3), np.zeros(3)
    for w, b in ((None, None), (weight, None), (None, bias)):
        out = batch_norm_naive(x, w, b, training=True)
        w, b = one if w is None else w, zero if b is None else b
        expected = channel_by_channel(x, w, b, *statistics(x), 1e-5)
        assert_close(out, expected, name="output", why="None for weight counts as 1, for bias as 0")


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(4, 3), (3, 2, 4)])
def test_tensors_give_gradients_that_agree_with_differences(shape, training):
    def function(x, weight, bias):
        return batch_norm_naive(
            x, weight, bias, np.zeros(shape[1]), np.ones(shape[1]), training=training
        )

    assert gradcheck(function, arrays(shape)), "every step must be a function with a derivative"


def test_nothing_is_updated():
    x, weight, bias = arrays((4, 3))
    mean, var = np.zeros(3), np.ones(3)
    batch_norm_naive(tensor(x), weight, bias, mean, var, training=True, momentum=0.5)
    why = "this function computes; batch_norm updates. A second derivative calls it once more"
    assert_close(mean, np.zeros(3), name="running_mean", why=why)
    assert_close(var, np.ones(3), name="running_var", why=why)
