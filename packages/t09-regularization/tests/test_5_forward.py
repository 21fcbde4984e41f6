"""The fused forward pass

Expected values come from the formula, written out once more with NumPy in float64.
"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t09_regularization import batch_norm, normalize

SHAPES = [(6, 3), (2, 3), (4, 3, 5), (3, 4, 2, 5), (8, 1)]
HINT = "scratch hint t09 batch_norm"


def arrays(shape, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape) * 2 + 3
    return x, rng.standard_normal(shape[1]), rng.standard_normal(shape[1])


def per_channel(values, x):
    return np.asarray(values).reshape(-1, *[1] * (x.ndim - 2))


def formula(x, weight, bias, mean, var, eps=1e-5):
    mean, var, weight, bias = (per_channel(v, x) for v in (mean, var, weight, bias))
    return (x.astype(np.float64) - mean) / np.sqrt(var + eps) * weight + bias


def of_batch(x):
    axes = (0, *range(2, x.ndim))
    wide = x.astype(np.float64)
    return wide.mean(axis=axes), wide.var(axis=axes)


@pytest.mark.parametrize("shape", SHAPES)
def test_normalize_shifts_and_scales_each_channel(shape):
    x, weight, bias = arrays(shape)
    mean, inv_std = np.linspace(1, 2, shape[1]), np.linspace(0.5, 3, shape[1])
    assert_close(
        normalize(x, mean, inv_std, weight, bias),
        formula(x, weight, bias, mean, inv_std**-2.0, eps=0),
        name=f"normalize of shape {shape}",
        why="(x - mean) * inv_std * weight + bias, one number of each per channel, axis 1",
        hint="scratch hint t09 normalize",
    )


def test_normalize_does_without_weight_or_bias():
    x, weight, bias = arrays((5, 3))
    mean, inv_std, one, zero = np.ones(3), np.full(3, 0.5), np.ones(3), np.zeros(3)
    for w, b in ((None, None), (weight, None), (None, bias)):
        expected = formula(x, one if w is None else w, zero if b is None else b, mean, 4.0, 0)
        why = "a missing weight counts as 1, a missing bias as 0"
        assert_close(normalize(x, mean, inv_std, w, b), expected, name="normalize", why=why)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("offset", [0.0, 100.0])
def test_normalize_writes_into_out(shape, offset):
    x, weight, bias = arrays(shape)
    x += offset
    expected = normalize(x, *of_batch(x), weight, bias)
    out = np.full((shape[0], 2 * shape[1], *shape[2:]), 7.0)
    part = out[:, ::2]
    got = normalize(x, *of_batch(x), weight, bias, part)
    assert got is part, f"normalize returns `out` where there is one, not a new array: got {got}"
    why = "the result is written into `out`, which may be a part of a larger array"
    assert_close(part, expected, name="out", why=why, hint="scratch hint t09 normalize")
    assert (out[:, 1::2] == 7).all(), "normalize wrote beside `out`"


@pytest.mark.parametrize(("offset", "spread"), [(1e4, 1.0), (-3e5, 1.0), (100.0, 0.01)])
def test_a_large_mean_is_subtracted_before_anything_is_scaled(offset, spread):
    rng = np.random.default_rng(0)
    x = (rng.standard_normal((50, 3)) * spread + offset).astype(np.float32)
    mean, var = of_batch(x)
    got = normalize(x, mean, 1 / np.sqrt(var), None, None)
    wrong = got.dtype != np.float32
    assert not wrong, f"float32 in, float32 out: got {got.dtype}, whatever mean and inv_std are"
    assert_close(
        got,
        formula(x, 1.0, 0.0, mean, var, 0).astype(np.float32),
        name=f"normalize of float32 values near {offset:g}",
        why="x * inv_std - mean * inv_std is the difference of two rounded numbers as large as the "
        "mean: x - mean is small before it is scaled. mean is float64 here and x is exact, so "
        "subtract before you round to float32",
        rtol=0,
        atol=1e-5,
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_training_normalises_by_the_batch(shape):
    x, weight, bias = arrays(shape)
    out = batch_norm(x, weight, bias, None, None, training=True)
    expected = formula(x, weight, bias, *of_batch(x))
    assert_close(out, expected, name="batch_norm in training", why="mean, var of x", hint=HINT)


def test_training_updates_the_running_statistics():
    x, weight, bias = arrays((4, 3, 5))
    running_mean, running_var = np.full(3, 2.0), np.full(3, 9.0)
    batch_norm(x, weight, bias, running_mean, running_var, training=True, momentum=0.25)
    mean, var = of_batch(x)
    why = "0.75 of the old, 0.25 of the batch"
    assert_close(running_mean, 1.5 + 0.25 * mean, name="running mean", why=why, hint=HINT)
    why += ", whose variance is the unbiased one: 20 samples of a channel, so * 20 / 19"
    expected = 6.75 + 0.25 * var * 20 / 19
    assert_close(running_var, expected, name="running variance", why=why, hint=HINT)


def test_training_does_not_use_what_has_run_so_far():
    x, weight, bias = arrays((6, 3))
    running = np.full(3, 100.0), np.full(3, 0.01)
    out = batch_norm(x, weight, bias, *running, training=True)
    expected = formula(x, weight, bias, *of_batch(x))
    assert_close(out, expected, name="output in training", why="the batch's own mean and variance")


@pytest.mark.parametrize("shape", SHAPES)
def test_evaluation_uses_the_running_statistics_and_leaves_them(shape):
    x, weight, bias = arrays(shape)
    mean, var = np.linspace(-1, 1, shape[1]), np.linspace(0.5, 2, shape[1])
    before = mean.copy(), var.copy()
    out = batch_norm(x, weight, bias, mean, var, training=False)
    why = "evaluation normalises by the running mean and variance"
    assert_close(out, formula(x, weight, bias, *before), name="output", why=why, hint=HINT)
    why = "evaluation must not update them: the order of the test data would change the network"
    assert_close(mean, before[0], name="running mean after evaluation", why=why)
    assert_close(var, before[1], name="running variance after evaluation", why=why)


def test_evaluation_takes_a_single_sample():
    x, weight, bias = arrays((1, 3))
    out = batch_norm(x, weight, bias, np.zeros(3), np.ones(3), training=False)
    assert_close(out, formula(x, weight, bias, np.zeros(3), np.ones(3)), name="output for one row")


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1), (1, 1)])
def test_training_on_a_single_sample_is_refused(shape):
    running_mean, ones = np.full(shape[1], 2.0), np.ones(shape[1])
    with pytest.raises(ValueError, match="two samples"):
        batch_norm(np.ones(shape), None, None, running_mean, ones, training=True)
    assert_close(running_mean, 2 * ones, name="running mean after the refusal")
    x = np.array([[[1.0, 3.0]]])
    out = batch_norm(x, None, None, None, None, training=True, eps=0.0)
    assert_close(out, [[[-1.0, 1.0]]], name="one row of two positions", why="two samples: fine")


@pytest.mark.parametrize("training", [True, False])
def test_an_empty_batch_gives_an_empty_output(training):
    mean, var = np.full(3, 2.0), np.full(3, 5.0)
    for shape in ((0, 3), (0, 3, 4), (2, 3, 0)):
        out = batch_norm(np.zeros(shape), np.ones(3), None, mean, var, training=training)
        assert out.shape == shape, f"output of shape {out.shape} for an empty batch {shape}"
    assert_close(mean, np.full(3, 2.0), name="running mean", why="an empty batch says nothing")
    assert_close(var, np.full(3, 5.0), name="running variance", why="an empty batch says nothing")


def test_a_constant_channel_becomes_the_bias():
    x = np.full((5, 2), 7.0)
    out = batch_norm(x, np.array([2.0, 3.0]), np.array([0.5, -1.0]), None, None, training=True)
    why = "x - mean is 0, and eps keeps the division by the root of 0 finite"
    assert_close(out, [[0.5, -1.0]] * 5, name="output for a constant channel", why=why)


def test_eps_is_added_to_the_variance():
    x = np.array([[1.0], [3.0]])
    out = batch_norm(x, None, None, None, None, training=True, eps=3.0)
    why = "variance 1, eps 3: 1 / sqrt(4), not 1 / (sqrt(1) + 3)"
    assert_close(out, [[-0.5], [0.5]], name="output with eps=3", why=why, hint=HINT)


def test_float32_stays_float32_and_raw_arrays_stay_raw():
    x, weight, bias = (a.astype(np.float32) for a in arrays((6, 3)))
    for training in (True, False):
        mean, var = np.zeros(3, np.float32), np.ones(3, np.float32)
        out = batch_norm(x, weight, bias, mean, var, training=training)
        expected = formula(x, weight, bias, *(of_batch(x) if training else (0, 1)))
        assert_close(out, expected.astype(np.float32), name="float32 output")
        wrapped = batch_norm(tensor(x), weight, bias, mean, var, training=training)
        assert_close(wrapped, out, name="output for a tensor")


def test_whole_numbers_are_refused():
    with pytest.raises(TypeError, match="x must hold floating point"):
        batch_norm(np.array([[0], [255]], np.uint8), None, None, None, None, training=True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.ones(3)}, "x must"),
        ({"weight": np.ones(4)}, "weight"),
        ({"bias": np.ones((1, 3))}, "bias"),
        ({"running_mean": np.ones(2)}, "running_mean"),
        ({"running_var": None}, "running_mean and running_var"),
        ({"running_mean": None, "running_var": None, "training": False}, "training=False"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    names = ("weight", "bias", "running_mean", "running_var")
    arguments = {"x": np.ones((4, 3)), **{name: np.ones(3) for name in names}, "training": True}
    with pytest.raises(ValueError, match=message):
        batch_norm(**{**arguments, **change})
