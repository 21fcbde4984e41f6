"""Stages, initial weights, the whole network"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t12_im2col import Conv2d
from t14_resnet import BasicBlock, BatchNorm2d, Block, Bottleneck, ResNet, init_resnet_, make_stage


def rng(seed=0):
    return np.random.default_rng(seed)


def pictures(size=(9, 8), seed=0, batch=3):
    return rng(seed).standard_normal((batch, 3, *size))


def small(block=BasicBlock, layers=(2, 1), widths=(4, 6), stem="cifar", **options):
    given = {"num_classes": 5, "rng": rng(), "dtype": np.float64, **options}
    return ResNet(block, layers, widths=widths, stem=stem, **given)


@pytest.mark.parametrize("kind", [BasicBlock, Bottleneck])
@pytest.mark.parametrize(("count", "stride"), [(1, 1), (1, 2), (3, 2), (4, 1)])
def test_a_stage_is_count_blocks_of_which_the_first_differs(kind, count, stride):
    stage = make_stage(kind, 3, 4, count, stride, rng=rng(), dtype=np.float64)
    hint = "; ./scratch hint t14 make_stage"
    assert len(stage) == count, f"the stage has {len(stage)} blocks, expected {count}{hint}"
    assert len(set(stage)) == count, (
        f"the stage is one block {count} times: every block has weights of its own{hint}"
    )
    out, inner = 4 * kind.expansion, [block.conv1.in_channels for block in stage]
    assert inner == [3] + [out] * (count - 1), (
        f"the blocks take {inner} channels: the first takes what comes in, the others the "
        f"width * expansion = {out} that their predecessor gives{hint}"
    )
    strided = [block.conv1 if kind is BasicBlock else block.conv2 for block in stage]
    strides = [conv.stride[0] for conv in strided]
    assert strides == [stride] + [1] * (count - 1), (
        f"the strides are {strides}: a stage makes the picture smaller once, at its start{hint}"
    )
    x = pictures()
    expected = x
    for block in stage:
        expected = block(expected)
    got = stage(x).data
    assert_close(got, expected.data, name="output of the stage", why="one block after the other")
    assert got.shape == (3, out, -(-9 // stride), -(-8 // stride)), f"the stage gave {got.shape}"


def test_a_stage_passes_its_options_on():
    stage = make_stage(BasicBlock, 3, 4, 2, 2, residual=False, rng=rng(), dtype=np.float64)
    assert [block.residual for block in stage] == [False, False], (
        "residual=False must reach every block; ./scratch hint t14 make_stage"
    )
    assert {p.dtype for p in stage.parameters()} == {np.dtype(np.float64)}, "dtype must, too"


@pytest.mark.parametrize("stem", ["cifar", "imagenet"])
@pytest.mark.parametrize("block", [BasicBlock, Bottleneck])
def test_the_network_is_its_parts_in_turn(block, stem):
    network, x = small(block, (1, 2, 1), (4, 6, 5), stem, zero_last_gamma=False), pictures((21, 18))
    for p in network.bn1.parameters():
        p.data += 0.5  # the norm without a ReLU is not the same
    out = np.maximum(network.bn1(network.conv1(x)).data, 0)
    if stem == "imagenet":
        n, c, h, w = out.shape
        padded = np.full((n, c, h + 2, w + 2), -np.inf)
        padded[:, :, 1:-1, 1:-1] = out
        places = [padded[:, :, i : i + h : 2, j : j + w : 2] for i in range(3) for j in range(3)]
        out = np.max(places, axis=0)
    for stage in (network.layer1, network.layer2, network.layer3):
        out = stage(out).data
    mean = out.mean(axis=(2, 3))  # (N, channels)
    assert_close(
        network(x).data,
        mean @ network.fc.weight.data.T + network.fc.bias.data,
        name=f"scores of a network with stem {stem!r}",
        why="conv1, bn1, ReLU, max pool where there is one, all stages, mean over the places, fc",
        hint="scratch hint t14 ResNet.forward",
    )


def test_sizes_go_down_by_the_strides():
    for stem, size, expected in (("cifar", (32, 32), (8, 8)), ("imagenet", (64, 33), (4, 3))):
        network = small(layers=(1, 1, 1), widths=(2, 3, 4), stem=stem, dtype=np.float32).eval()
        out = network.bn1(network.conv1(pictures(size, batch=1).astype(np.float32)))
        out = out if network.maxpool is None else network.maxpool(out)
        for name in network.stages:
            out = getattr(network, name)(out)
        assert out.shape == (1, 4, *expected), f"{stem} of {size}: {out.shape[2:]} before the mean"
        assert network(pictures(size, batch=1).astype(np.float32)).dtype == np.float32


def test_convolutions_begin_with_the_deviation_for_relu_by_fan_out():
    network = small(widths=(40, 48))
    for module in network.modules():
        if isinstance(module, Conv2d):
            weight = module.weight.data
            fan_out = len(weight) * weight[0, 0].size
            expected = np.sqrt(2 / fan_out)
            assert_close(
                weight.std(),
                expected,
                name=f"deviation of a convolution {weight.shape}",
                why="sqrt(2 / fan_out), fan_out = out_channels * kernel: gradients keep their size",
                hint="scratch hint t14 init_resnet_",
                rtol=5 / np.sqrt(2 * weight.size),  # five standard deviations
            )
            assert_close(weight.mean(), 0.0, name="mean", atol=5 * expected / weight.size**0.5)
    largest = np.abs(network.layer2[0].conv2.weight.data).max() * np.sqrt(48 * 9 / 2)
    assert largest > 3, "normal numbers: among 20,736 some are beyond 3 deviations, uniform ones no"


@pytest.mark.parametrize("kind", [BasicBlock, Bottleneck])
@pytest.mark.parametrize("zero", [True, False])
@pytest.mark.parametrize("residual", [True, False])
def test_only_the_last_gamma_of_residual_blocks_begins_at_zero(residual, zero, kind):
    network = small(kind, residual=residual, zero_last_gamma=zero)
    last = {block.last_norm for block in network.modules() if isinstance(block, Block)}
    for path, module in network.named_modules():
        if isinstance(module, BatchNorm2d):
            value = 0.0 if zero and residual and module in last else 1.0
            assert_close(
                module.weight.data,
                np.full(module.num_features, value),
                name=f"gamma of {path}, zero_last_gamma={zero}, residual={residual}",
                why="0 in the norm in front of an addition, if asked for, and 1 everywhere else: "
                "without a shortcut a gamma of 0 would make all output 0",
                hint="scratch hint t14 init_resnet_",
            )


def test_init_comes_from_rng_and_returns_the_network():
    network = small()
    first, again, other = (init_resnet_(network, rng=rng(seed)).state_dict() for seed in (3, 3, 4))
    hint = "scratch hint t14 init_resnet_"
    for name, array in first.items():
        assert_close(again[name], array, name=f"{name} of an equal generator", hint=hint)
    differ = [name for name in first if (first[name] != other[name]).any()]
    convolutions = [name for name, p in network.named_parameters() if p.ndim == 4]
    assert differ == convolutions, f"another seed must change {convolutions}, changed {differ}"
    weights = [p.data.reshape(-1)[:5] for p in network.parameters() if p.ndim == 4]
    assert len({tuple(w / w[0]) for w in weights}) == len(weights), "one rng for all, moving on"


def test_with_last_gammas_zero_the_network_is_its_shortcuts():
    network, x = small(layers=(2, 2), widths=(4, 4)), pictures()
    out = np.maximum(network.bn1(network.conv1(x)).data, 0)
    out = np.maximum(network.layer2[0].downsample(out).data, 0)
    expected = out.mean(axis=(2, 3)) @ network.fc.weight.data.T + network.fc.bias.data
    why = "every block begins as the identity, or as its projection"
    assert_close(network(x).data, expected, name="scores of a fresh network", why=why)


def test_every_parameter_gets_the_gradient_that_differences_show():
    for options in ({}, {"block": Bottleneck, "stem": "imagenet"}):
        network = small(layers=(1, 1), zero_last_gamma=False, **options)
        x, generator = tensor(pictures((17, 18)), requires_grad=True), rng(1)
        out = network(x)
        g = generator.standard_normal(out.shape)
        out.backward(g)
        for name, leaf in [("x", x), *network.named_parameters()]:
            direction, before, values = generator.standard_normal(leaf.shape), leaf.data.copy(), []
            for step in (1e-6, -1e-6):
                leaf.data[...] = before + step * direction
                values.append(np.sum(g * network(x).data))
            leaf.data[...] = before
            assert_close(
                np.sum(leaf.grad * direction),
                (values[0] - values[1]) / 2e-6,
                name=f"slope along a random direction of {name}",
                rtol=1e-4,
                atol=1e-5,
            )
