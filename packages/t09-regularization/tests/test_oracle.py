"""Against torch: values, every gradient, running statistics, corners; float64."""

import math

import numpy as np
import pytest
import torch
from scratchcore import tensor
from scratchcore.testing import assert_close
from t05_mlp import Parameter
from t09_regularization import BatchNorm1d, batch_norm, dropout, max_norm_

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-11}
SHAPES = [(6, 3), (2, 3), (7, 1), (4, 3, 5), (3, 2, 1), (2, 3, 4, 5), (1500, 2)]


def arrays(shape, *, offset=0.0, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape) * 2 + offset
    return [x, *rng.standard_normal((2, shape[1]))], rng.standard_normal(shape)


def compare(arguments, g, *, training, running=(0.3, 2.0), affine=True, momentum=0.1, eps=1e-5):
    """Run both, forward and backward, and compare all that comes out."""
    channels = arguments[0].shape[1]
    stats = [np.full(channels, value) for value in running]
    their_stats = [torch.tensor(s) for s in stats]
    used = arguments if affine else arguments[:1]
    mine = [tensor(a, requires_grad=True) for a in used]
    theirs = [torch.tensor(a, requires_grad=True) for a in used]
    options = {"training": training, "momentum": momentum, "eps": eps}
    pair, their_pair = (mine[1:], theirs[1:]) if affine else ((None, None), (None, None))
    out = batch_norm(mine[0], *pair, *stats, **options)
    expected = torch.nn.functional.batch_norm(theirs[0], *their_stats, *their_pair, **options)
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
    for name, leaf, their_leaf in zip(("x", "weight", "bias"), mine, theirs, strict=False):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"gradient of {name}", **TIGHT)
    for name, array, their_array in zip(("mean", "var"), stats, their_stats, strict=True):
        assert_close(array, their_array.numpy(), name=f"running {name}", **TIGHT)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_values_gradients_and_statistics_agree(shape, training):
    for offset in (0.0, 30.0):
        compare(*arrays(shape, offset=offset), training=training)


@pytest.mark.parametrize("training", [True, False])
def test_without_weight_and_bias_they_agree(training):
    compare(*arrays((5, 3)), training=training, affine=False)


@pytest.mark.parametrize("options", [{"momentum": 0.0}, {"momentum": 1.0}, {"eps": 0.5}])
def test_options_agree(options):
    compare(*arrays((5, 3, 2)), training=True, **options)


def test_constant_tied_and_extreme_channels_agree():
    (x, weight, bias), g = arrays((8, 5))
    x[:, 0] = 3.0  # no variance at all
    x[:, 1] = [0, 0, 0, 0, 1, 1, 1, 1]
    x[:, 2] *= 1e-20
    x[:, 3] *= 1e20
    # the gradients of a channel of size 1e20 are near 1e-20: compared on their own scale
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, bias)]
    theirs = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    out = batch_norm(*leaves, None, None, training=True)
    expected = torch.nn.functional.batch_norm(theirs[0], None, None, *theirs[1:], training=True)
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
    for c in range(5):
        got, wanted = leaves[0].grad[:, c], theirs[0].grad.numpy()[:, c]
        assert_close(got, wanted, name=f"gradient of channel {c}", rtol=1e-7)


@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 4), (2, 3, 0)])
def test_empty_batches_agree(shape):
    arguments = [np.zeros(shape), np.ones(3), np.zeros(3)]
    compare(arguments, np.zeros(shape), training=True)


@pytest.mark.parametrize("shape", [(1, 3), (1, 3, 1)])
def test_a_batch_of_one_is_refused_by_both(shape):
    with pytest.raises(ValueError, match="more than 1 value"):
        torch.nn.functional.batch_norm(torch.zeros(shape), None, None, training=True)
    with pytest.raises(ValueError, match="two samples"):
        batch_norm(np.zeros(shape), None, None, None, None, training=True)


@pytest.mark.parametrize("momentum", [0.1, 0.7, None])
@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("affine", [True, False])
def test_layers_agree_over_training_and_evaluation(affine, track, momentum):
    options = {"momentum": momentum, "affine": affine, "track_running_stats": track}
    mine = BatchNorm1d(4, dtype=np.float64, **options)
    theirs = torch.nn.BatchNorm1d(4, dtype=torch.float64, **options)
    rng = np.random.default_rng(0)
    for step, training in enumerate([True, True, False, True, False, False]):
        x = rng.standard_normal((5 + step, 4)) * (step + 1) + step
        out, expected = mine.train(training)(x), theirs.train(training)(torch.tensor(x))
        assert_close(out, expected.detach().numpy(), name=f"output of step {step}", **TIGHT)
    state, their_state = mine.state_dict(), theirs.state_dict()
    assert list(state) == list(their_state)
    for name, array in state.items():
        assert_close(array, their_state[name].numpy(), name=name, **TIGHT)


def test_in_float32_we_are_nearer_to_the_truth_than_torch_where_the_mean_is_large():
    rng = np.random.default_rng(0)
    x = (rng.standard_normal((256, 8)) + 1e4).astype(np.float32)
    wide = x.astype(np.float64)
    exact = (wide - wide.mean(axis=0)) / np.sqrt(wide.var(axis=0) + 1e-5)
    ours = batch_norm(x, None, None, None, None, training=True)
    theirs = torch.nn.functional.batch_norm(torch.tensor(x), None, None, training=True).numpy()
    assert np.abs(ours - exact).max() < 1e-5 < np.abs(theirs - exact).max()


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_dropout_draws_from_the_same_distribution(p):
    x = np.ones((400, 300))
    ours = dropout(x, p, rng=np.random.default_rng(0))
    torch.manual_seed(0)
    theirs = torch.nn.functional.dropout(torch.tensor(x), p).numpy()
    assert np.unique(ours).tolist() == pytest.approx(np.unique(theirs).tolist())
    deviation = math.sqrt(2 * p * (1 - p) / x.size)
    assert abs((ours == 0).mean() - (theirs == 0).mean()) <= 5 * deviation


@pytest.mark.parametrize("shape", [(6, 4), (3, 2, 5, 5)])
def test_max_norm_agrees_with_renorm(shape):
    weight = np.random.default_rng(0).standard_normal(shape) * 2
    expected = torch.renorm(torch.tensor(weight), p=2, dim=0, maxnorm=3.0).numpy()
    ours = max_norm_(Parameter(weight.copy()), 3.0)
    # torch divides by the norm plus 1e-7
    assert_close(ours.data, expected, name="weight", rtol=1e-6)
