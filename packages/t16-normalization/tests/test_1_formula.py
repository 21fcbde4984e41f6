"""The formulas

Expected values come from loops over rows, groups and single numbers.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t16_normalization import group_norm_naive, layer_norm_naive, rms_norm_naive

EPS = 1e-5


def row_by_hand(row, eps=EPS, centred=True):
    """Normalise a list of numbers with Python's sums."""
    mean = math.fsum(row) / len(row) if centred else 0.0
    var = math.fsum((value - mean) ** 2 for value in row) / len(row)
    return [(value - mean) / math.sqrt(var + eps) for value in row]


def random(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape) * 2 + 1


def test_a_layer_norm_by_hand():
    out = layer_norm_naive(np.array([[10.0, 30.0], [1.0, 1.0]]), (2,), eps=0.25)
    why = "row [10, 30]: mean 20, variance (100 + 100) / 2; row [1, 1] has variance 0 and stays 0"
    assert_close(
        out,
        [[-10 / math.sqrt(100.25), 10 / math.sqrt(100.25)], [0.0, 0.0]],
        name="layer_norm_naive",
        why=why,
        hint="scratch hint t16 layer_norm_naive",
    )


@pytest.mark.parametrize(("shape", "trailing"), [((4, 3), 1), ((2, 3, 5), 2), ((3, 2, 5), 1)])
def test_layer_norm_shares_statistics_over_the_last_axes(shape, trailing):
    x, axes = random(*shape), shape[-trailing:]
    weight, bias = random(*axes, seed=1), random(*axes, seed=2)
    rows = [row_by_hand(row) for row in x.reshape(-1, math.prod(axes)).tolist()]
    assert_close(
        layer_norm_naive(x, axes, weight, bias),
        np.reshape(rows, shape) * weight + bias,
        name=f"layer_norm_naive of {shape} over {axes}",
        why="the mean and the variance are those of one row: all of the last axes together, and "
        "nothing of the other rows; weight and bias have a number per position",
        hint="scratch hint t16 layer_norm_naive",
    )


def test_an_rms_norm_by_hand():
    out = rms_norm_naive(np.array([[3.0, 4.0]]), (2,), np.array([1.0, 10.0]), eps=3.5)
    why = "[3, 4]: mean square 12.5, plus eps 16, root 4; nothing is subtracted"
    assert_close(
        out, [[0.75, 10.0]], name="rms_norm_naive", why=why, hint="scratch hint t16 rms_norm_naive"
    )


@pytest.mark.parametrize(("shape", "trailing"), [((4, 3), 1), ((2, 3, 5), 2), ((3, 2, 5), 1)])
def test_rms_norm_takes_the_mean_square_over_the_last_axes(shape, trailing):
    x, axes = random(*shape), shape[-trailing:]
    weight = random(*axes, seed=1)
    rows = [row_by_hand(row, centred=False) for row in x.reshape(-1, math.prod(axes)).tolist()]
    assert_close(
        rms_norm_naive(x, axes, weight),
        np.reshape(rows, shape) * weight,
        name=f"rms_norm_naive of {shape} over {axes}",
        why="the mean of the squares of one row, eps added to it under the root",
        hint="scratch hint t16 rms_norm_naive",
    )


@pytest.mark.parametrize(
    ("shape", "groups"), [((2, 6), 3), ((3, 4, 5), 2), ((2, 6, 2, 3), 2), ((2, 3, 2), 3)]
)
def test_group_norm_normalises_neighbouring_channels_of_one_sample(shape, groups):
    x, weight, bias = random(*shape), random(shape[1], seed=1), random(shape[1], seed=2)
    size = shape[1] // groups
    expected = np.empty(shape)
    for n in range(shape[0]):
        for first in range(0, shape[1], size):
            part = x[n, first : first + size]
            expected[n, first : first + size] = np.reshape(
                row_by_hand(part.ravel().tolist()), part.shape
            )
    for c in range(shape[1]):
        expected[:, c] = expected[:, c] * weight[c] + bias[c]
    assert_close(
        group_norm_naive(x, groups, weight, bias),
        expected,
        name=f"group_norm_naive of {shape} in {groups} groups",
        why="a group is C / num_groups neighbouring channels of one sample with all their "
        "positions; weight and bias have a number per channel, axis 1",
        hint="scratch hint t16 group_norm_naive",
    )


def test_weights_and_biases_may_be_missing():
    x = random(3, 4)
    plain = [row_by_hand(row) for row in x.tolist()]
    assert_close(layer_norm_naive(x, (4,)), plain, name="layer norm, nothing learned")
    shifted = layer_norm_naive(x, (4,), None, np.ones(4))
    assert_close(shifted, np.add(plain, 1), name="layer norm with a bias only")
    assert_close(group_norm_naive(x, 1), plain, name="one group of all channels")
    scaled = group_norm_naive(x, 1, np.full(4, 2.0))
    assert_close(scaled, np.multiply(plain, 2), name="one group with a weight only")
    squares = [row_by_hand(row, centred=False) for row in x.tolist()]
    assert_close(rms_norm_naive(x, (4,)), squares, name="rms norm, nothing learned")


def test_the_formulas_keep_float32():
    x = random(2, 4, 3).astype(np.float32)
    for got in (layer_norm_naive(x, (3,)), rms_norm_naive(x, (3,)), group_norm_naive(x, 2)):
        assert got.shape == x.shape
        assert_close(got.dtype == np.float32, True, name="float32 in, float32 out")


@pytest.mark.parametrize(
    "function",
    [
        lambda x: layer_norm_naive(x, (4, 3)),
        lambda x: rms_norm_naive(x, (3,)),
        lambda x: group_norm_naive(x, 2),
    ],
)
def test_the_formulas_take_tensors_and_are_differentiable(function):
    x = random(2, 4, 3)
    assert_close(function(tensor(x)).data, function(x), name="values of a tensor")
    assert gradcheck(function, [x])
