"""Against torch, whole networks with copied weights, and against ONNX's cases of batch norm.

torchvision isn't needed: its ResNet is written down here, with its names, out of torch's layers.
"""

import numpy as np
import onnx
import pytest
import torch
from scratchcore import tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost
from t14_resnet import BasicBlock, BatchNorm2d, Bottleneck, ResNet, batch_norm2d
from torch import nn

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-11}
OUT_OF_SCOPE = {}  # every case of ONNX's BatchNormalization can be expressed


def torch_shortcut(channels, out, stride):
    if stride == 1 and channels == out:
        return None
    return nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))


class TorchBasic(nn.Module):
    expansion = 1

    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = torch_shortcut(channels, width, stride)

    def forward(self, x):
        out = torch.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return torch.relu(out + (x if self.downsample is None else self.downsample(x)))


class TorchBottleneck(nn.Module):
    expansion = 4

    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, width * 4, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(width * 4)
        self.downsample = torch_shortcut(channels, width * 4, stride)

    def forward(self, x):
        out = torch.relu(self.bn1(self.conv1(x)))
        out = torch.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return torch.relu(out + (x if self.downsample is None else self.downsample(x)))


class TorchResNet(nn.Module):
    def __init__(self, block, layers, widths, stem, classes):
        super().__init__()
        kernel, stride = (7, 2) if stem == "imagenet" else (3, 1)
        self.conv1 = nn.Conv2d(3, widths[0], kernel, stride, kernel // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.maxpool = nn.MaxPool2d(3, 2, 1) if stem == "imagenet" else nn.Identity()
        channels, self.names = widths[0], [f"layer{i + 1}" for i in range(len(layers))]
        for i, (name, width) in enumerate(zip(self.names, widths, strict=True)):
            blocks = []
            for k in range(layers[i]):
                blocks.append(block(channels, width, 2 if i and not k else 1))
                channels = width * block.expansion
            setattr(self, name, nn.Sequential(*blocks))
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))
        for name in self.names:
            x = getattr(self, name)(x)
        return self.fc(x.mean(dim=(2, 3)))


NETWORKS = {
    "resnet8": (BasicBlock, TorchBasic, (1, 1, 1), (4, 5, 6), "cifar", (8, 8)),
    "resnet20": (BasicBlock, TorchBasic, (3, 3, 3), (3, 4, 5), "cifar", (8, 9)),
    "resnet18": (BasicBlock, TorchBasic, (2, 2, 2, 2), (3, 4, 5, 6), "imagenet", (33, 40)),
    "bottlenecks": (Bottleneck, TorchBottleneck, (2, 2), (2, 3), "imagenet", (21, 16)),
}


def both(name, **options):
    """Return our network, torch's with the same weights, and the size of a picture."""
    kind, their_kind, layers, widths, stem, size = NETWORKS[name]
    rng = np.random.default_rng(0)
    given = {"widths": widths, "stem": stem, "num_classes": 7, "rng": rng, **options}
    mine = ResNet(kind, layers, dtype=np.float64, **given)
    for path, array in mine.state_dict(copy=False).items():
        if "bn" in path and path.endswith(("weight", "bias")):
            array += rng.normal(0, 0.3, array.shape)
    theirs = TorchResNet(their_kind, layers, widths, stem, 7).double()
    theirs.load_state_dict({k: torch.tensor(v) for k, v in mine.state_dict().items()})
    return mine, theirs, size


def compare(mine, theirs, x, *, g):
    """Compare scores, the gradient of x and of every parameter, and all buffers."""
    leaf, their_leaf = tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    mine.zero_grad()
    theirs.zero_grad()
    out, expected = mine(leaf), theirs(their_leaf)
    assert_close(out.data, expected.detach().numpy(), name="scores", **TIGHT)
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(leaf.grad, their_leaf.grad.numpy(), name="gradient of x", **TIGHT)
    parameters = dict(theirs.named_parameters())
    assert list(parameters) == [name for name, _ in mine.named_parameters()]
    for name, parameter in mine.named_parameters():
        wanted = parameters[name].grad.numpy()
        assert_close(parameter.grad, wanted, name=f"gradient of {name}", **TIGHT)
    state = theirs.state_dict()
    assert list(state) == list(mine.state_dict()), "names, and their order"
    for name, array in mine.state_dict().items():
        assert_close(array, state[name].numpy(), name=name, **TIGHT)


@pytest.mark.parametrize("zero", [True, False])
@pytest.mark.parametrize("name", NETWORKS)
def test_whole_networks_agree_in_training_and_evaluation(name, zero):
    mine, theirs, size = both(name, zero_last_gamma=zero)
    rng = np.random.default_rng(1)
    for step, training in enumerate((True, True, False, True)):
        x, g = rng.standard_normal((3 + step, 3, *size)), rng.standard_normal((3 + step, 7))
        compare(mine.train(training), theirs.train(training), x, g=g)


def test_weights_that_torch_has_trained_can_be_loaded():
    mine, theirs, size = both("resnet8")
    optimizer = torch.optim.SGD(theirs.parameters(), lr=0.1)
    x = np.random.default_rng(2).standard_normal((4, 3, *size))
    for _ in range(3):
        optimizer.zero_grad()
        theirs(torch.tensor(x)).square().mean().backward()
        optimizer.step()
    mine.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    got, expected = mine.eval()(x), theirs.eval()(torch.tensor(x))
    assert_close(got.data, expected.detach().numpy(), name="scores", **TIGHT)


@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(3, 2, 4, 5), (2, 3, 1, 1), (70, 3, 32, 33)])
def test_the_norm_agrees_alone_and_with_what_follows(shape, training, relu):
    rng = np.random.default_rng(0)
    x, residual, g = rng.standard_normal((3, *shape))
    layer, their_layer = BatchNorm2d(shape[1], dtype=np.float64), nn.BatchNorm2d(shape[1]).double()
    layer.train(training)
    their_layer.train(training)
    leaves = [tensor(batch_innermost(a), requires_grad=True) for a in (x, residual)]
    theirs = [torch.tensor(a, requires_grad=True) for a in (x, residual)]
    out, expected = layer(*leaves, relu=relu), their_layer(theirs[0]) + theirs[1]
    expected = torch.relu(expected) if relu else expected
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(out.data, expected.detach().numpy(), name="output", **TIGHT)
    for name, leaf, their_leaf in zip(("x", "residual"), leaves, theirs, strict=True):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"gradient of {name}", **TIGHT)
    for name, parameter in their_layer.named_parameters():
        got = getattr(layer, name).grad
        assert_close(got, parameter.grad.numpy(), name=f"gradient of {name}", **TIGHT)


def test_every_onnx_case_passes():
    # not parametrised: onnx computes all its cases for seconds, which every collection would pay
    for case in onnx_cases("BatchNormalization"):
        if case.name not in OUT_OF_SCOPE:
            run_onnx_case(case)


def run_onnx_case(case):
    x, scale, bias, mean, var = case.inputs
    training = bool(case.attributes.get("training_mode", 0))
    new_mean, new_var = mean.copy(), var.copy()
    momentum = 1 - case.attributes.get("momentum", 0.9)  # ONNX: the share of the old
    eps = case.attributes.get("epsilon", 1e-5)
    options = {"training": training, "momentum": momentum, "eps": eps}
    out = batch_norm2d(x, scale, bias, new_mean, new_var, **options)
    tolerance = {"rtol": case.rtol, "atol": case.atol}
    assert_close(out, case.outputs[0], name=f"Y of {case.name}", **tolerance)
    if training:
        # ONNX's running variance takes the batch's divided by n, torch's and ours by n - 1
        n = x.size // x.shape[1]
        new_var -= (new_var - (1 - momentum) * var) / n
    expected = case.outputs[1:] if training else (mean, var)
    for got, wanted in zip((new_mean, new_var), expected, strict=True):
        assert_close(got, wanted, name=f"running statistics of {case.name}", **tolerance)


def test_the_onnx_cases_are_there_and_all_attributes_are_read():
    attributes = set(onnx.defs.get_schema("BatchNormalization").attributes)
    assert attributes == {"epsilon", "momentum", "training_mode"}
    names = {case.name for case in onnx_cases("BatchNormalization")}
    assert set(OUT_OF_SCOPE) <= names
    assert {"test_batchnorm_example", "test_batchnorm_epsilon_training_mode"} <= names
