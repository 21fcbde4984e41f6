"""A moving average of the weights

Compared with the recursion in Python numbers and with its closed form.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t05_mlp import Linear, Sequential
from t09_regularization import BatchNorm1d
from t17_cifar10 import EMA

UPDATE = "scratch hint t17 EMA.update"


def network(seed=0, dtype=np.float32):
    model = Sequential(Linear(3, 2, rng=np.random.default_rng(seed)), BatchNorm1d(2))
    return model.to(dtype)


def set_to(model, value):
    for parameter in model.parameters():
        parameter.data[...] = value


def test_an_average_moves_by_its_share():
    model = network()
    set_to(model, 1.0)
    ema = EMA(model, 0.75, warmup=False)
    set_to(model, 5.0)
    ema.update()
    assert_close(
        ema.average["0.weight"],
        np.full((2, 3), 2.0, np.float32),
        name="average after one update",
        why="0.75 * 1 + 0.25 * 5 = 2: decay is the share of the old average that stays",
        hint=UPDATE,
    )
    ema.update()
    why = "0.75 * 2 + 0.25 * 5 = 2.75"
    expected = np.full(2, 2.75, np.float32)
    assert_close(ema.average["0.bias"], expected, name="after two", why=why, hint=UPDATE)


def test_warming_up_begins_with_short_memory():
    model = network(dtype=np.float64)
    set_to(model, 0.0)
    ema, expected = EMA(model, 0.3), 0.0
    for step in range(6):
        set_to(model, float(step + 1))
        ema.update()
        keep = min(0.3, (1 + step) / (10 + step))
        expected = keep * expected + (1 - keep) * (step + 1)
        assert_close(
            ema.average["0.weight"],
            np.full((2, 3), expected),
            name=f"average after update {step + 1}",
            why="the decay is that of the updates before: 1/10, 2/11, 3/12, then 0.3; the same"
            " for all arrays, so `steps` counts updates and not arrays",
            hint=UPDATE,
        )
        assert ema.steps == step + 1, f"{step + 1} updates were made, steps is {ema.steps}"


def test_the_average_is_the_weighted_sum_of_all_weights_so_far():
    model, rng = network(dtype=np.float64), np.random.default_rng(3)
    ema = EMA(model, 0.9, warmup=False)
    history = [model[0].weight.data.copy()]
    for _ in range(20):
        history.append(rng.standard_normal((2, 3)))
        model[0].weight.data[...] = history[-1]
        ema.update()
    shares = [0.9**20] + [0.1 * 0.9 ** (20 - k) for k in range(1, 21)]
    expected = sum(share * weight for share, weight in zip(shares, history, strict=True))
    why = "weights of k steps ago count 0.1 * 0.9^k, the first ones 0.9^20"
    assert_close(ema.average["0.weight"], expected, name="average", why=why, hint=UPDATE)


def test_running_statistics_are_averaged_and_counters_copied():
    model = network()
    model.register_buffer("seen", np.array(7))
    ema = EMA(model, 0.5, warmup=False)
    model[1].running_mean[...] = 4.0
    model.seen[...] = 10
    ema.update()
    why = "0.5 * 0 + 0.5 * 4: batch norm's statistics belong to the weights, they move along"
    expected = np.full(2, 2.0, np.float32)
    assert_close(ema.average["1.running_mean"], expected, name="mean", why=why, hint=UPDATE)
    why = "half a step makes no sense for a counter: the model's 10 is copied"
    assert_close(ema.average["seen"], np.array(10), name="counter", why=why, hint=UPDATE)


def test_an_update_works_in_place_and_leaves_the_model_alone():
    model = network()
    ema = EMA(model, 0.5, warmup=False)
    held, weight = ema.average["0.weight"], model[0].weight.data
    set_to(model, 3.0)
    ema.update()
    assert ema.average["0.weight"] is held and held.dtype == np.float32, (
        f"the average of a large network must not be allocated anew in each step: += ({UPDATE})"
    )
    why = "training goes on from the model's own weights, the average only watches"
    expected = np.full((2, 3), 3.0, np.float32)
    assert_close(model[0].weight.data, expected, name="the model's weight", why=why, hint=UPDATE)
    assert model[0].weight.data is weight


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_averages_keep_their_dtype(dtype):
    ema = EMA(network(dtype=dtype), 0.99)
    ema.update()
    for path, average in ema.average.items():
        if average.dtype.kind == "f":
            assert average.dtype == dtype, f"{path} became {average.dtype}"
