"""Instance normalisation

Expected values come from a loop over samples and channels.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t16_normalization import InstanceNorm, InstanceNorm1d, InstanceNorm2d, instance_norm

HINT = "scratch hint t16 instance_norm"


def arrays(shape, seed=0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) * 2 + 1, *rng.standard_normal((2, shape[1]))


def loop(x, weight, bias, eps=1e-5):
    out = np.empty(x.shape)
    for n, c in np.ndindex(*x.shape[:2]):
        part = x[n, c]
        out[n, c] = (part - part.mean()) / np.sqrt(part.var() + eps) * weight[c] + bias[c]
    return out


@pytest.mark.parametrize("shape", [(2, 3, 5), (3, 2, 4, 2), (1, 1, 2), (2, 3, 1, 2)])
def test_each_channel_of_each_sample_is_normalised_by_itself(shape):
    x, weight, bias = arrays(shape)
    before = x.copy()
    assert_close(
        instance_norm(x, None, None, weight, bias),
        loop(x, weight, bias),
        name=f"instance_norm of {shape}",
        why="mean and biased variance over the positions only: neither other samples nor other "
        "channels count",
        hint=HINT,
    )
    assert_close(x, before, name="x after instance_norm", why="the caller's array")
    out = instance_norm(np.array([[[1.0, 3.0]]]), eps=3.0)
    assert_close(out, [[[-0.5, 0.5]]], name="instance_norm with eps=3", hint=HINT)


@pytest.mark.parametrize("shape", [(4, 3, 5), (2, 3, 2, 4)])
def test_running_statistics_follow_the_mean_over_the_samples(shape):
    x, weight, bias = arrays(shape)
    running_mean, running_var = np.full(3, 2.0), np.full(3, 9.0)
    out = instance_norm(x, running_mean, running_var, weight, bias, momentum=0.25)
    assert_close(out, loop(x, weight, bias), name="output", why="normalised by x's own statistics")
    rows = x.reshape(shape[0], 3, -1)
    why = "0.75 of the old, 0.25 of the mean over the samples of each channel's mean"
    expected = 1.5 + 0.25 * rows.mean(axis=2).mean(axis=0)
    assert_close(running_mean, expected, name="running_mean", why=why, hint=HINT)
    why = "0.25 of the mean over the samples of unbiased variances: they divide by positions - 1"
    expected = 6.75 + 0.25 * rows.var(axis=2, ddof=1).mean(axis=0)
    assert_close(running_var, expected, name="running_var", why=why, hint=HINT)


def test_a_tensor_updates_them_as_well_and_an_empty_batch_does_not():
    x, _, _ = arrays((2, 3, 4))
    statistics = np.zeros(3), np.ones(3)
    instance_norm(tensor(x, requires_grad=True), *statistics, momentum=1.0)
    assert_close(statistics[0], x.mean(axis=(0, 2)), name="running_mean after a tensor", hint=HINT)
    before = [array.copy() for array in statistics]
    for shape in ((0, 3, 4), (2, 3, 0)):
        out = instance_norm(np.zeros(shape), *statistics)
        assert out.shape == shape
    for now, then in zip(statistics, before, strict=True):
        assert_close(now, then, name="running statistics", why="an empty batch says nothing")


def test_evaluation_uses_the_running_statistics_and_leaves_them():
    x, weight, bias = arrays((2, 3, 4))
    mean, var = np.array([1.0, -1.0, 0.0]), np.array([4.0, 1.0, 0.25])
    before = mean.copy(), var.copy()
    out = instance_norm(x, mean, var, weight, bias, use_input_stats=False, eps=0.5)
    scale = weight / np.sqrt(var + 0.5)
    expected = (x - mean[:, None]) * scale[:, None] + bias[:, None]
    why = "use_input_stats=False: the running mean and variance, one of each per channel"
    assert_close(out, expected, name="output in evaluation", why=why, hint=HINT)
    for now, then in zip((mean, var), before, strict=True):
        assert_close(now, then, name="running statistics", why="evaluation leaves them", hint=HINT)


@pytest.mark.parametrize("shape", [(2, 2, 3), (2, 1, 2, 2)])
def test_both_orders_of_derivative_agree_with_differences(shape):
    def function(x, weight, bias):
        return instance_norm(x, None, None, weight, bias)

    assert gradcheck(function, arrays(shape))
    assert gradgradcheck(function, arrays(shape))


def test_float32_stays_and_large_means_do_no_harm():
    x = (np.random.default_rng(0).standard_normal((2, 3, 100)) + 1e4).astype(np.float32)
    expected = loop(x.astype(np.float64), np.ones(3), np.zeros(3)).astype(np.float32)
    got = instance_norm(x)
    right = got.dtype == np.float32
    assert right, f"float32 in, float32 out, got {got.dtype}"
    assert_close(got, expected, name="instance_norm near 10,000", atol=2e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.ones((2, 3, 1))}, "two positions"),
        ({"x": np.ones((2, 3))}, "two positions"),
        ({"x": np.ones(3)}, "x must have shape"),
        ({"weight": np.ones(2)}, "weight has shape"),
        ({"running_mean": np.ones(2)}, "running_mean has shape"),
        ({"running_var": np.ones((1, 3))}, "running_var has shape"),
        ({"running_var": None}, "both of running_mean and running_var"),
        (
            {"running_mean": None, "running_var": None, "use_input_stats": False},
            "needs the running",
        ),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    arguments = {"x": np.ones((2, 3, 4)), "running_mean": np.zeros(3), "running_var": np.ones(3)}
    with pytest.raises(ValueError, match=message):
        instance_norm(**{**arguments, **change})


def test_one_position_is_enough_where_the_statistics_are_given():
    out = instance_norm(np.full((2, 3, 1), 5.0), np.ones(3), np.full(3, 4.0), use_input_stats=False)
    assert_close(out, np.full((2, 3, 1), 2.0), name="one position", atol=1e-5)


def test_the_layer_learns_and_remembers_only_if_told():
    x, _, _ = arrays((2, 3, 4))
    plain = InstanceNorm1d(3)
    assert list(plain.parameters()) == list(plain.buffers()) == []
    ones, zeros = np.ones(3), np.zeros(3)
    for layer in (plain, plain.eval()):
        assert_close(layer(x), loop(x, ones, zeros), name="without running statistics")
    layer = InstanceNorm1d(
        3, eps=0.5, momentum=0.25, affine=True, track_running_stats=True, dtype=np.float64
    )
    layer.weight.data[...], layer.bias.data[...] = [1, 2, 3], [4, 5, 6]
    assert_close(layer(x).data, loop(x, [1, 2, 3], [4, 5, 6], 0.5), name="in training")
    assert_close(layer.running_mean, 0.25 * x.mean(axis=(0, 2)), name="running_mean")
    scale = np.array([1, 2, 3]) / np.sqrt(layer.running_var + 0.5)
    expected = (x - layer.running_mean[:, None]) * scale[:, None] + np.array([4, 5, 6])[:, None]
    assert_close(layer.eval()(x).data, expected, name="in evaluation")
    assert_close(layer.num_batches_tracked, 0, name="num_batches_tracked, as in PyTorch")


def test_the_layers_take_the_ranks_of_their_names():
    assert InstanceNorm2d(3)(np.ones((2, 3, 2, 2), np.float32)).shape == (2, 3, 2, 2)
    assert InstanceNorm(3)(np.ones((2, 3, 2, 1, 2), np.float32)).shape == (2, 3, 2, 1, 2)
    with pytest.raises(ValueError, match="InstanceNorm1d: x must be 3-D with 3 channels"):
        InstanceNorm1d(3)(np.ones((2, 3, 2, 2)))
    with pytest.raises(ValueError, match="InstanceNorm2d: x must be 4-D with 3 channels"):
        InstanceNorm2d(3)(np.ones((2, 4, 2, 2)))
    with pytest.raises(ValueError, match="momentum must be in"):
        InstanceNorm2d(3, momentum=None)
