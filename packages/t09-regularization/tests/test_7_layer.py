"""The layer: training, evaluation, and what it remembers"""

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t09_regularization import BatchNorm, BatchNorm1d

HINT = "scratch hint t09 BatchNorm.forward"


def batches(count=4, shape=(6, 3), seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) * (k + 1) + k for k in range(count)]


def over_batch(x):
    axes = (0, *range(2, x.ndim))
    return x.mean(axis=axes), x.var(axis=axes, ddof=1)


def test_a_fresh_layer_normalises_in_training():
    layer = BatchNorm1d(3, dtype=np.float64)
    (x,) = batches(1)
    out = layer(x)
    assert isinstance(out, Tensor), (
        f"the layer returned a {type(out).__name__}, expected a tensor: pass self.weight and "
        "self.bias, not their .data, or they get no gradient"
    )
    assert out.shape == (6, 3)
    why = "training: mean 0 and variance var / (var + eps) in every channel, weight 1 and bias 0"
    assert_close(out.data.mean(axis=0), np.zeros(3), name="mean", why=why, atol=1e-12, hint=HINT)
    expected = x.var(axis=0) / (x.var(axis=0) + 1e-5)
    assert_close(out.data.var(axis=0), expected, name="variance", why=why, hint=HINT)


def test_running_statistics_follow_the_batches():
    layer = BatchNorm1d(3, momentum=0.3, dtype=np.float64)
    mean, var = np.zeros(3), np.ones(3)
    for x in batches():
        layer(x)
        batch_mean, batch_var = over_batch(x)
        mean, var = 0.7 * mean + 0.3 * batch_mean, 0.7 * var + 0.3 * batch_var
    why = "after 4 batches with momentum 0.3, beginning with mean 0 and variance 1"
    assert_close(layer.running_mean, mean, name="running_mean", why=why, hint=HINT)
    assert_close(layer.running_var, var, name="running_var", why=why, hint=HINT)
    assert_close(layer.num_batches_tracked, 4, name="num_batches_tracked", hint=HINT)


def test_without_momentum_all_batches_count_the_same():
    layer = BatchNorm1d(3, momentum=None, dtype=np.float64)
    seen = batches()
    for x in seen:
        layer(x)
    moments = [over_batch(x) for x in seen]
    why = "momentum=None: the plain mean of all batches so far; batch k has the weight 1 / k, and "
    why += "the initial 0 and 1 have none"
    expected = np.mean([m for m, _ in moments], axis=0), np.mean([v for _, v in moments], axis=0)
    assert_close(layer.running_mean, expected[0], name="running_mean", why=why, hint=HINT)
    assert_close(layer.running_var, expected[1], name="running_var", why=why, hint=HINT)


def test_evaluation_uses_what_was_learned_and_changes_nothing():
    layer = BatchNorm1d(3, dtype=np.float64)
    for x in batches():
        layer(x)
    layer.eval()
    state = layer.state_dict()
    x = batches(1, seed=9)[0]
    expected = (x - state["running_mean"]) / np.sqrt(state["running_var"] + 1e-5)
    why = "eval() makes self.training False: running statistics, for one row as for six"
    assert_close(layer(x), expected, name="output in evaluation", why=why, hint=HINT)
    assert_close(layer(x[:1]), expected[:1], name="output for the first row alone", why=why)
    why = "evaluation must leave the running statistics and the count alone"
    for name, array in layer.state_dict().items():
        assert_close(array, state[name], name=f"{name} after evaluation", why=why, hint=HINT)


def test_training_after_evaluation_goes_on():
    layer = BatchNorm1d(3, momentum=1.0, dtype=np.float64)
    (x,) = batches(1)
    layer.eval()(x)
    layer.train()(x)
    why = "back in training, with momentum 1: the statistics of the last batch"
    assert_close(layer.running_mean, x.mean(axis=0), name="running_mean", why=why)


def test_a_layer_that_tracks_nothing_always_uses_its_batch():
    layer = BatchNorm1d(3, track_running_stats=False, dtype=np.float64)
    assert set(layer.state_dict()) == {"weight", "bias"}, "it has no running statistics to keep"
    (x,) = batches(1)
    expected = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5)
    for mode in (True, False):
        got = layer.train(mode)(x)
        assert_close(got, expected, name=f"output, training={mode}", why="nothing else is known")


def test_a_layer_that_tracks_nothing_needs_no_momentum():
    layer = BatchNorm1d(3, momentum=None, track_running_stats=False, dtype=np.float64)
    (x,) = batches(1)
    expected = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5)
    assert_close(layer(x), expected, name="output")


def test_eps_weight_and_bias_are_the_layers_own():
    layer = BatchNorm1d(3, eps=0.5, dtype=np.float64)
    layer.weight.data[...] = [2.0, -1.0, 0.5]
    layer.bias.data[...] = [0.0, 3.0, 1.0]
    (x,) = batches(1)
    expected = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.5) * [2, -1, 0.5] + [0, 3, 1]
    assert_close(layer(x), expected, name="output", why="self.eps, self.weight, self.bias")


def test_gradients_reach_weight_bias_and_input():
    layer = BatchNorm1d(3, dtype=np.float64)
    x = tensor(batches(1)[0], requires_grad=True)
    g = np.random.default_rng(1).standard_normal((6, 3))
    out = layer(x)
    out.backward(g)
    assert_close(layer.bias.grad, g.sum(axis=0), name="gradient of the bias")
    assert_close(layer.weight.grad, (g * out.data).sum(axis=0), name="gradient of the weight")
    assert_close(x.grad.sum(axis=0), np.zeros(3), name="sum of x's gradient", atol=1e-12)


def test_an_empty_batch_does_not_count():
    layer = BatchNorm1d(3, momentum=None, dtype=np.float64)
    layer(np.zeros((0, 3)))
    (x,) = batches(1)
    layer(x)
    why = "with momentum=None the first batch that holds something has the weight 1"
    assert_close(layer.num_batches_tracked, 1, name="num_batches_tracked", why=why, hint=HINT)
    assert_close(layer.running_mean, x.mean(axis=0), name="running_mean", why=why, hint=HINT)


def test_sequences_have_their_channels_in_axis_one():
    layer = BatchNorm1d(3, momentum=1.0, dtype=np.float64)
    (x,) = batches(1, shape=(4, 3, 5))
    layer(x)
    mean, var = over_batch(x)
    assert_close(layer.running_mean, mean, name="running_mean of (4, 3, 5)", why="20 samples each")
    assert_close(layer.running_var, var, name="running_var of (4, 3, 5)", why="20 samples each")


def test_a_batch_of_one_is_refused_and_not_counted():
    layer = BatchNorm1d(3)
    with pytest.raises(ValueError, match="two samples"):
        layer(np.ones((1, 3), np.float32))
    why = "the batch was refused: it must not count"
    assert_close(layer.num_batches_tracked, 0, name="num_batches_tracked", why=why)


@pytest.mark.parametrize("shape", [(6,), (6, 4), (6, 3, 2, 2), (3, 6)])
def test_an_input_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"BatchNorm1d.*3 channels"):
        BatchNorm1d(3)(np.ones(shape, np.float32))


def test_the_state_can_be_saved_and_loaded():
    layer, fresh = BatchNorm1d(3), BatchNorm1d(3)
    for x in batches():
        layer(x.astype(np.float32))
    fresh.load_state_dict(layer.state_dict())
    fresh.eval()
    layer.eval()
    x = batches(1)[0].astype(np.float32)
    assert_close(fresh(x), layer(x).data, name="output of the loaded layer")
    names = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]
    assert list(layer.state_dict()) == names
    assert fresh.running_mean.dtype == np.float32
    assert_close(fresh.num_batches_tracked, 4, name="num_batches_tracked")


def test_without_affine_nothing_is_learned():
    layer = BatchNorm1d(3, affine=False)
    assert list(layer.parameters()) == []
    x = batches(1)[0].astype(np.float32)
    why = "no weight and no bias: the normalised x"
    assert_close(layer(x).mean(axis=0), np.zeros(3, np.float32), name="mean", why=why, atol=1e-6)


def test_the_base_class_takes_any_rank():
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5)).astype(np.float32)
    assert BatchNorm(3)(x[:, :, 0, 0]).shape == (2, 3)
    out = BatchNorm(3)(x)
    assert_close(out.mean(axis=(0, 2, 3)), np.zeros(3, np.float32), name="means", atol=1e-6)
    assert repr(BatchNorm1d(3)) == (
        "BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)"
    )
