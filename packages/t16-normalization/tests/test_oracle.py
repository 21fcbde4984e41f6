"""Against torch and ONNX: values, every gradient, running statistics, corners."""

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from scratchcore import tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t05_mlp import Linear
from t12_im2col import Conv2d
from t16_normalization import (
    InstanceNorm1d,
    InstanceNorm2d,
    SpectralNorm,
    WeightNorm,
    group_norm,
    instance_norm,
    layer_norm,
    mean_and_variance,
    rms_norm,
)

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-11}
FUNCTIONS = {
    "InstanceNormalization": lambda case, x, weight, bias: instance_norm(
        x, None, None, weight, bias, eps=case.attributes.get("epsilon", 1e-5)
    ),
    "GroupNormalization": lambda case, x, weight, bias: group_norm(
        x, case.attributes["num_groups"], weight, bias, eps=case.attributes.get("epsilon", 1e-5)
    ),
    "LayerNormalization": lambda case, x, weight, bias: layer_norm(
        x, weight.shape, weight, bias, eps=case.attributes.get("epsilon", 1e-5)
    ),
    "RMSNormalization": lambda case, x, weight: rms_norm(
        x, weight.shape, weight, eps=case.attributes.get("epsilon", 1e-5)
    ),
}
OUT_OF_SCOPE: dict[str, str] = {}


def compare(ours, theirs, arrays, seed=1):
    """Run both forward and backward and compare all that comes out."""
    mine = [tensor(a, requires_grad=True) for a in arrays]
    peers = [torch.tensor(a, requires_grad=True) for a in arrays]
    out, expected = ours(*mine), theirs(*peers)
    g = np.random.default_rng(seed).standard_normal(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
    for position, (leaf, peer) in enumerate(zip(mine, peers, strict=True)):
        assert_close(leaf.grad, peer.grad.numpy(), name=f"gradient of input {position}", **TIGHT)


def arrays(shape, parameters, count, offset=0.0):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape) * 2 + offset
    return [x, *rng.standard_normal((count, *parameters))]


@pytest.mark.parametrize("offset", [0.0, 30.0])
@pytest.mark.parametrize(
    ("shape", "normalized"),
    [((4, 3), (3,)), ((2, 3, 5), (3, 5)), ((2, 3, 4), (4,)), ((3, 1), (1,)), ((1500, 4), (4,))],
)
def test_layer_and_rms_norm_agree(shape, normalized, offset):
    compare(
        lambda x, w, b: layer_norm(x, normalized, w, b, eps=0.01),
        lambda x, w, b: F.layer_norm(x, normalized, w, b, eps=0.01),
        arrays(shape, normalized, 2, offset),
    )
    compare(
        lambda x: layer_norm(x, normalized),
        lambda x: F.layer_norm(x, normalized),
        arrays(shape, normalized, 0, offset),
    )
    compare(
        lambda x, w: rms_norm(x, normalized, w, eps=0.01),
        lambda x, w: F.rms_norm(x, normalized, w, eps=0.01),
        arrays(shape, normalized, 1, offset),
    )


@pytest.mark.parametrize("offset", [0.0, 30.0])
@pytest.mark.parametrize(
    ("shape", "groups"),
    [((3, 4), 2), ((2, 6, 5), 3), ((2, 4, 3, 2), 1), ((2, 4, 3, 2), 4), ((3, 2, 1, 5), 2)],
)
def test_group_norm_agrees(shape, groups, offset):
    compare(
        lambda x, w, b: group_norm(x, groups, w, b),
        lambda x, w, b: F.group_norm(x, groups, w, b),
        arrays(shape, shape[1:2], 2, offset),
    )
    compare(
        lambda x: group_norm(x, groups, eps=0.5),
        lambda x: F.group_norm(x, groups, eps=0.5),
        arrays(shape, (), 0, offset),
    )


@pytest.mark.parametrize("shape", [(2, 3, 5), (3, 2, 4, 2)])
def test_instance_norm_agrees(shape):
    compare(
        lambda x, w, b: instance_norm(x, None, None, w, b),
        lambda x, w, b: F.instance_norm(x, weight=w, bias=b),
        arrays(shape, shape[1:2], 2, 3.0),
    )
    running = [np.full(shape[1], 0.5), np.full(shape[1], 2.0)]
    compare(
        lambda x, w, b: instance_norm(x, *running, w, b, use_input_stats=False),
        lambda x, w, b: F.instance_norm(
            x, *(torch.tensor(r) for r in running), w, b, use_input_stats=False
        ),
        arrays(shape, shape[1:2], 2, 3.0),
    )


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize("affine", [True, False])
def test_instance_norm_layers_agree_over_training_and_evaluation(affine, track):
    rng = np.random.default_rng(0)
    for ours, theirs, shape in (
        (InstanceNorm1d, torch.nn.InstanceNorm1d, (2, 3, 5)),
        (InstanceNorm2d, torch.nn.InstanceNorm2d, (3, 3, 2, 4)),
    ):
        options = {"affine": affine, "track_running_stats": track, "momentum": 0.3}
        mine, peer = ours(3, dtype=np.float64, **options), theirs(3, dtype=torch.float64, **options)
        for training in (True, True, False, True, False):
            x = rng.standard_normal(shape) * 2 + 1
            out, expected = mine.train(training)(x), peer.train(training)(torch.tensor(x))
            assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
        state, their_state = mine.state_dict(), peer.state_dict()
        assert list(state) == list(their_state)
        for name, array in state.items():
            assert_close(array, their_state[name].numpy(), name=name, **TIGHT)


def pairs():
    """Yield (our layer, torch's with the same weights, an input)."""
    rng = np.random.default_rng(0)
    for ours, theirs, shape in (
        (Linear(3, 4, rng=rng, dtype=np.float64), torch.nn.Linear(3, 4), (5, 3)),
        (Conv2d(2, 3, 2, rng=rng, dtype=np.float64), torch.nn.Conv2d(2, 3, 2), (2, 2, 4, 3)),
    ):
        state = {name: torch.tensor(array) for name, array in ours.state_dict().items()}
        theirs.double().load_state_dict(state)
        yield ours, theirs, rng.standard_normal(shape)


@pytest.mark.parametrize("dim", [0, 1, None])
def test_weight_norm_agrees_with_torchs_parametrization(dim):
    for layer, peer, x in pairs():
        ours = WeightNorm(layer, dim)
        theirs = torch.nn.utils.parametrizations.weight_norm(peer, dim=dim)
        out, expected = ours(x), theirs(torch.tensor(x))
        out.backward(np.ones(out.shape))
        expected.backward(torch.ones_like(expected))
        assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
        originals = theirs.parametrizations.weight
        for name, leaf, their_leaf in (
            ("g", ours.g, originals.original0),
            ("v", ours.v, originals.original1),
            ("bias", ours.layer.bias, theirs.bias),
        ):
            gradient = their_leaf.grad.numpy().reshape(leaf.shape)  # () where dim is None
            assert_close(leaf.grad, gradient, name=f"gradient of {name}", **TIGHT)


@pytest.mark.parametrize("dim", [0, 1])
def test_spectral_norm_agrees_with_torchs_parametrization(dim):
    for layer, peer, x in pairs():
        ours = SpectralNorm(layer, n_power_iterations=2, dim=dim, rng=np.random.default_rng(1))
        theirs = torch.nn.utils.parametrizations.spectral_norm(peer, n_power_iterations=2, dim=dim)
        originals = theirs.parametrizations.weight
        with torch.no_grad():
            originals[0]._u.copy_(torch.tensor(ours.u))
            originals[0]._v.copy_(torch.tensor(ours.v))
        for training in (True, False, True):
            for each in (ours, theirs):
                each.train(training)
                each.zero_grad()
            out, expected = ours(x), theirs(torch.tensor(x))
            out.backward(np.ones(out.shape))
            expected.backward(torch.ones_like(expected))
            assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
            gradient = originals.original.grad.numpy()
            assert_close(ours.weight.grad, gradient, name="gradient of weight", rtol=1e-8)
            assert_close(ours.u, originals[0]._u.numpy(), name="u", **TIGHT)
            assert_close(ours.v, originals[0]._v.numpy(), name="v", **TIGHT)


def test_near_ten_thousand_float32_is_nearer_to_the_truth_than_torch():
    x = (np.random.default_rng(0).standard_normal((64, 256)) + 1e4).astype(np.float32)
    wide = x.astype(np.float64)
    exact = (wide - wide.mean(axis=1, keepdims=True)) / np.sqrt(
        wide.var(axis=1, keepdims=True) + 1e-5
    )
    theirs = np.abs(F.layer_norm(torch.tensor(x), (256,)).numpy() - exact).max()
    assert np.abs(layer_norm(x, 256) - exact).max() < 1e-5 < theirs


@pytest.mark.parametrize("operator", FUNCTIONS)
def test_every_onnx_case_passes(operator):
    # a test per operator: onnx takes seconds for its cases, which every collection would pay
    for case in onnx_cases(operator):
        if case.name in OUT_OF_SCOPE:
            continue
        x, weight, *rest = case.inputs
        options = {"rtol": case.rtol, "atol": case.atol}
        out = FUNCTIONS[operator](case, x, weight, *rest)
        assert_close(out, case.outputs[0], name=case.name, **options)
        if len(case.outputs) == 3:  # mean and 1 / sqrt(var + eps)
            mean, var = mean_and_variance(x.reshape(-1, weight.size))
            eps = case.attributes.get("epsilon", 1e-5)
            for got, expected in zip((mean, 1 / np.sqrt(var + eps)), case.outputs[1:], strict=True):
                got = got.astype(np.float32).reshape(expected.shape)
                assert_close(got, expected, name=f"statistics of {case.name}", **options)


def test_what_is_out_of_scope_exists():
    names = {case.name for operator in FUNCTIONS for case in onnx_cases(operator)}
    assert set(OUT_OF_SCOPE) <= names
    assert set(onnx.defs.get_schema("GroupNormalization").attributes) == {
        "epsilon",
        "num_groups",
        "stash_type",
    }
