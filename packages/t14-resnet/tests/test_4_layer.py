"""BatchNorm2d: what the layer remembers and passes on"""

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t14_resnet import BatchNorm2d, BatchNormReLU2d, batch_norm2d_naive

HINT = "scratch hint t14 BatchNorm2d.forward"


def batches(count=3, shape=(3, 2, 4, 5), seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) * (k + 1) + k for k in range(count)]


def layer(cls=BatchNorm2d, **options):
    made = cls(2, dtype=np.float64, **options)
    if made.affine:
        made.weight.data[...] = [2.0, -0.5]
        made.bias.data[...] = [0.3, 0.1]
    return made


def expected(made, x, residual=None, relu=False):
    """The formula with the batch's own statistics."""
    pair = made.weight.data, made.bias.data
    options = {"training": True, "eps": made.eps, "relu": relu}
    return batch_norm2d_naive(x, *pair, residual=residual, **options)


@pytest.mark.parametrize("relu", [False, True])
def test_training_normalises_adds_and_cuts(relu):
    made, (x, residual) = layer(eps=0.1), batches(2)
    out = made(x, residual=residual, relu=relu)
    assert isinstance(out, Tensor), (
        f"the layer returned a {type(out).__name__}, expected a tensor: pass self.weight and "
        "self.bias, not their .data, or they get no gradient"
    )
    why = "residual and relu are handed on to batch_norm2d, and so is the layer's own eps"
    assert_close(out.data, expected(made, x, residual, relu), name="output", why=why, hint=HINT)
    assert_close(made(x).data, expected(made, x), name="output of the norm alone", hint=HINT)


def test_the_chained_form_cuts():
    made, (x,) = layer(BatchNormReLU2d), batches(1)
    assert_close(made(x).data, expected(made, x, relu=True), name="BatchNormReLU2d", hint=HINT)


@pytest.mark.parametrize("momentum", [0.3, None])
def test_running_statistics_follow_the_batches(momentum):
    made = layer(momentum=momentum)
    mean, var = np.zeros(2), np.ones(2)
    for k, x in enumerate(batches()):
        made(x)
        share = 1 / (k + 1) if momentum is None else momentum
        mean += share * (x.mean(axis=(0, 2, 3)) - mean)
        var += share * (x.var(axis=(0, 2, 3), ddof=1) - var)
    why = f"three batches with momentum {momentum}: the k-th has the weight 1 / k for None"
    assert_close(made.running_mean, mean, name="running_mean", why=why, hint=HINT)
    assert_close(made.running_var, var, name="running_var", why=why, hint=HINT)
    assert_close(made.num_batches_tracked, 3, name="num_batches_tracked", why=why, hint=HINT)


def test_evaluation_uses_what_was_learned_and_changes_nothing():
    made = layer()
    for x in batches():
        made(x)
    state = made.eval().state_dict()
    x, residual = batches(2, seed=7)
    out = made(x, residual=residual)
    wanted = batch_norm2d_naive(
        *(x, state["weight"], state["bias"], state["running_mean"], state["running_var"]),
        residual=residual,
        training=False,
    )
    why = "eval() makes self.training False: the running statistics, for one picture as for many"
    assert_close(out.data, wanted, name="output in evaluation", why=why, hint=HINT)
    assert_close(made(x[:1], residual=residual[:1]).data, wanted[:1], name="one picture", why=why)
    why = "evaluation must leave the running statistics and the count alone"
    for name, array in made.state_dict().items():
        assert_close(array, state[name], name=f"{name} after evaluation", why=why, hint=HINT)


def test_a_layer_that_tracks_nothing_always_uses_its_batch():
    for momentum in (0.1, None):
        made, (x,) = layer(track_running_stats=False, momentum=momentum), batches(1)
        for mode in (True, False):
            got = made.train(mode)(x).data
            assert_close(got, expected(made, x), name=f"output, training={mode}", hint=HINT)


def test_gradients_reach_everything():
    made, (x, residual) = layer(), batches(2)
    leaves = [tensor(a, requires_grad=True) for a in (x, residual)]
    out = made(leaves[0], residual=leaves[1], relu=True)
    g = np.random.default_rng(3).standard_normal(x.shape)
    out.backward(g)
    passed = g * (out.data > 0)
    assert_close(leaves[1].grad, passed, name="gradient of residual", hint=HINT)
    assert_close(made.bias.grad, passed.sum(axis=(0, 2, 3)), name="gradient of bias", hint=HINT)
    normal = expected(layer(affine=True), x) - np.array([0.3, 0.1]).reshape(2, 1, 1)
    normal /= np.array([2.0, -0.5]).reshape(2, 1, 1)
    wanted = (passed * normal).sum(axis=(0, 2, 3))
    assert_close(made.weight.grad, wanted, name="gradient of weight", hint=HINT)
    assert_close(leaves[0].grad.sum(axis=(0, 2, 3)), np.zeros(2), name="its sum", atol=1e-12)


def test_an_empty_batch_does_not_count():
    made = layer(momentum=None)
    made(np.zeros((0, 2, 4, 5)))
    (x,) = batches(1)
    made(x)
    why = "an empty batch says nothing: the first one that holds something has the weight 1"
    assert_close(made.num_batches_tracked, 1, name="num_batches_tracked", why=why, hint=HINT)
    assert_close(made.running_mean, x.mean(axis=(0, 2, 3)), name="running_mean", why=why, hint=HINT)


@pytest.mark.parametrize("shape", [(6, 2), (6, 2, 3), (6, 3, 2, 2), (2, 6)])
def test_only_pictures_with_its_channels_are_accepted(shape):
    with pytest.raises(ValueError, match=r"BatchNorm2d: x must be 4-D with 2 channels"):
        BatchNorm2d(2)(np.ones(shape, np.float32))


def test_without_affine_nothing_is_learned():
    made = BatchNorm2d(2, affine=False)
    assert list(made.parameters()) == []
    x = batches(1)[0].astype(np.float32)
    out = made(x)
    why = "no weight, no bias: mean 0 in every channel"
    assert_close(out.mean(axis=(0, 2, 3)), np.zeros(2, np.float32), name="mean", why=why, atol=1e-6)
