"""Against torch (values, every gradient, second order, costs) and ONNX's own cases."""

import itertools
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import pytest
import torch
from scratchcore import grad, tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t15_modern_convs import (
    ConvNeXtBlock,
    ConvTranspose2d,
    DepthwiseSeparableConv2d,
    GroupedConv2d,
    InvertedResidual,
    SqueezeExcitation,
    conv2d_grouped,
    conv_transpose2d,
    conv_transpose2d_by_stuffing,
    count_flops,
    count_parameters,
    depthwise_by_shifts,
    depthwise_conv2d,
)
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-10}


def compare(function, theirs, arrays, **options):
    """Compare values and every gradient of two functions."""
    mine = [tensor(a, requires_grad=True) for a in arrays]
    others = [torch.tensor(a, requires_grad=True) for a in arrays]
    out, expected = function(*mine, **options), theirs(*others, **options)
    assert_close(out, expected.detach().numpy(), name=f"output, {options}", **TIGHT)
    g = np.random.default_rng(1).standard_normal(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    for name, leaf, other in zip(("x", "weight", "bias"), mine, others, strict=True):
        assert_close(leaf.grad, other.grad.numpy(), name=f"gradient of {name}", **TIGHT)


def arrays(*shapes):
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape) for shape in shapes]


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"stride": 2, "padding": 1},
        {"stride": (1, 2), "padding": (2, 0)},
        {"padding": "same", "dilation": (2, 1)},
        {"stride": (2, 1), "padding": 1, "dilation": 2},
    ],
)
def test_grouped_convolution_agrees(groups, options):
    for outputs, kernel in ((6, (3, 3)), (12, (1, 3))):
        given = arrays((2, 6, 7, 9), (outputs, 6 // groups, *kernel), (outputs,))
        compare(conv2d_grouped, F.conv2d, given, **options, groups=groups)


@pytest.mark.parametrize("function", [depthwise_conv2d, depthwise_by_shifts])
@pytest.mark.parametrize(("channels", "multiplier", "size"), [(3, 1, (7, 9)), (2, 3, (6, 19))])
def test_depthwise_convolution_agrees(function, channels, multiplier, size):
    for kernel, stride, padding, dilation in itertools.product(
        [(3, 3), (2, 4)], [1, (2, 3)], [0, (1, 2)], [1, (2, 1)]
    ):
        given = arrays(
            (2, channels, *size), (channels * multiplier, 1, *kernel), (channels * multiplier,)
        )
        options = {"stride": stride, "padding": padding, "dilation": dilation}

        def theirs(*values, options=options):
            return F.conv2d(*values, groups=channels, **options)

        compare(lambda *v, o=options: function(*v, **o), theirs, given)


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("function", [conv_transpose2d, conv_transpose2d_by_stuffing])
def test_transposed_convolution_agrees(function, groups):
    for options in (
        {},
        {"stride": 2, "padding": 1, "output_padding": 1},
        {"stride": (3, 1), "padding": (0, 1), "output_padding": (2, 0)},
        {"dilation": (1, 3), "output_padding": (0, 2)},
        {"stride": 2, "padding": 2, "output_padding": (0, 1), "dilation": (2, 1)},
    ):
        for outputs in (4, 8):
            given = arrays((2, 8, 4, 5), (8, outputs // groups, 3, 2), (outputs,))
            compare(function, F.conv_transpose2d, given, **options, groups=groups)
    given = arrays((2, 4, 1, 1), (4, 4 // groups, 1, 1), (4,))  # no stamp reaches the output
    options = {"stride": 3, "padding": 1, "output_padding": 2}
    compare(function, F.conv_transpose2d, given, **options, groups=groups)


@pytest.mark.parametrize(
    ("function", "theirs", "shapes", "options"),
    [
        (conv2d_grouped, F.conv2d, ((1, 4, 5, 4), (6, 2, 3, 2)), {"groups": 2, "stride": 2}),
        (conv2d_grouped, F.conv2d, ((1, 4, 5, 4), (8, 1, 3, 2)), {"groups": 4, "padding": 1}),
        (
            conv_transpose2d,
            F.conv_transpose2d,
            ((1, 4, 3, 4), (4, 3, 3, 2)),
            {"groups": 2, "stride": 2, "output_padding": 1},
        ),
    ],
)
def test_gradients_of_a_gradient_agree(function, theirs, shapes, options):
    given = arrays(*shapes)
    mine = [tensor(a, requires_grad=True) for a in given]
    (slope,) = grad(np.tanh(function(*mine, **options)).sum(), mine[:1], create_graph=True)
    (slope * slope).sum().backward()
    others = [torch.tensor(a, requires_grad=True) for a in given]
    out = torch.tanh(theirs(*others, **options)).sum()
    (their_slope,) = torch.autograd.grad(out, others[:1], create_graph=True)
    (their_slope * their_slope).sum().backward()
    for name, leaf, other in zip(("x", "weight"), mine, others, strict=True):
        assert_close(leaf.grad, other.grad.numpy(), name=f"second order, {name}", **TIGHT)


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


class Gated(nn.Sequential):
    def forward(self, x):
        return x * super().forward(x.mean(dim=(2, 3)))[:, :, None, None]


class PixelNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Scaled(nn.Sequential):
    def __init__(self, *layers):
        super().__init__(*layers)
        self.gamma = nn.Parameter(torch.ones(4))

    def forward(self, x):
        return x + self.gamma[:, None, None] * super().forward(x)


def gated(channels, squeezed):
    narrow, wide = nn.Linear(channels, squeezed), nn.Linear(squeezed, channels)
    return Gated(narrow, nn.ReLU(), wide, nn.Sigmoid())


def inverted(inputs, outputs, stride=1, expansion=6, _=3, squeezed=None):
    wide = inputs * expansion
    expand = [nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), nn.ReLU6()]
    depthwise = nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False)
    attention = [gated(wide, squeezed)] if squeezed else []
    rest = [depthwise, nn.BatchNorm2d(wide), nn.ReLU6(), *attention]
    project = [nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
    kind = Residual if stride == 1 and inputs == outputs else nn.Sequential
    return kind(*expand[: 3 * (expansion > 1)], *rest, *project)


def separable(inputs, outputs, *options):
    depthwise = nn.Conv2d(inputs, inputs, *options, groups=inputs)
    return nn.Sequential(depthwise, nn.Conv2d(inputs, outputs, 1))


def convnext(dim):
    layers = [nn.Conv2d(dim, dim, 7, padding=3, groups=dim), PixelNorm(dim, eps=1e-6)]
    return Scaled(*layers, nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))


PAIRS = {  # ours, theirs, what both are called with
    "grouped": (GroupedConv2d, nn.Conv2d, (4, 6, 3, 2, 1, 2, 2)),
    "transposed": (ConvTranspose2d, nn.ConvTranspose2d, (4, 6, 3, 2, 1, 1, 2)),
    "separable": (DepthwiseSeparableConv2d, separable, (4, 6, 3, 2, 1)),
    "squeeze": (SqueezeExcitation, gated, (4, 2)),
    "inverted, shortcut": (InvertedResidual, inverted, (4, 4)),
    "inverted, stride 2, attention": (InvertedResidual, inverted, (4, 6, 2, 3, 3, 5)),
    "inverted, not expanded": (InvertedResidual, inverted, (4, 3, 1, 1)),
    "ConvNeXt": (ConvNeXtBlock, convnext, (4,)),
}


@pytest.fixture(params=PAIRS.values(), ids=PAIRS.keys())
def pair(request):
    make, make_theirs, arguments = request.param
    return make(*arguments, rng=np.random.default_rng(0)), make_theirs(*arguments)


def test_modules_with_copied_weights_agree(pair):
    mine, theirs = pair[0].to(np.float64), pair[1].double()
    noise = np.random.default_rng(1)
    state = {
        name: noise.uniform(0.2, 1.5, array.shape) if array.dtype.kind == "f" else array
        for name, array in mine.state_dict().items()
    }
    mine.load_state_dict(state)
    names = list(theirs.state_dict())  # other names in the same order
    values = map(torch.tensor, state.values())
    theirs.load_state_dict(dict(zip(names, values, strict=True)))
    for training in (True, False):
        mine.train(training).zero_grad()
        theirs.train(training).zero_grad()
        x = noise.standard_normal((3, 4, 8, 7))
        leaf, their_leaf = tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
        out, expected = mine(leaf), theirs(their_leaf)
        assert_close(out, expected.detach().numpy(), name=f"output, training {training}", **TIGHT)
        g = noise.standard_normal(out.shape)
        out.backward(g)
        expected.backward(torch.tensor(g))
        assert_close(leaf.grad, their_leaf.grad.numpy(), name="gradient of x", **TIGHT)
        pairs = zip(mine.named_parameters(), theirs.parameters(), strict=True)
        for (name, parameter), other in pairs:
            assert_close(parameter.grad, other.grad.numpy(), name=f"gradient of {name}", **TIGHT)
    pairs = zip(mine.state_dict().items(), theirs.state_dict().values(), strict=True)
    for (name, array), other in pairs:
        assert_close(array, other.numpy(), name=name, **TIGHT)


def test_costs_agree_with_what_torch_counts(pair):
    mine, theirs = pair
    assert count_parameters(mine) == sum(p.numel() for p in theirs.parameters())
    with FlopCounterMode(display=False) as counter:
        theirs.eval()(torch.zeros(2, 4, 9, 6))
    assert count_flops(mine, (2, 4, 9, 6)) == counter.get_total_flops()


@pytest.mark.parametrize("name", ["grouped", "transposed"])
def test_new_layers_are_drawn_from_the_same_ranges(name):
    make, make_theirs, arguments = PAIRS[name]
    mine, theirs = make(*arguments, rng=np.random.default_rng(0)), make_theirs(*arguments)
    for parameter, other in zip(mine.parameters(), theirs.parameters(), strict=True):
        bound = float(other.detach().abs().max())
        assert 0.6 * bound < np.abs(parameter.data).max() < bound / 0.6


CONVERTED = Path(onnx.__file__).parent / "backend/test/data/pytorch-converted"


def converted(name):
    """Return attributes, inputs and output of a model of one node that comes with onnx."""
    model = onnx.load(CONVERTED / name / "model.onnx")
    (node,) = model.graph.node
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    weights = [onnx.numpy_helper.to_array(each) for each in model.graph.initializer]
    folder = CONVERTED / name / "test_data_set_0"
    x, out = (
        onnx.numpy_helper.to_array(onnx.load_tensor(str(folder / file)))
        for file in ("input_0.pb", "output_0.pb")
    )
    return attributes, [x, *weights], out


def test_every_converted_model_with_groups_and_two_axes_passes():
    tried = []
    for name in sorted(path.name for path in CONVERTED.glob("test_Conv2d*")):
        attributes, inputs, expected = converted(name)
        top, left, bottom, right = attributes["pads"]
        got = conv2d_grouped(
            *inputs,
            stride=attributes["strides"],
            padding=((top, bottom), (left, right)),
            dilation=attributes["dilations"],
            groups=attributes["group"],
        )
        np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-5, err_msg=name)
        tried.append(attributes["group"] > 1)
    assert sum(tried) >= 6


OUT_OF_SCOPE = {f"test_convtranspose_{n}d": f"{n} spatial axes, not 2" for n in (1, 3)}


@pytest.mark.parametrize("function", [conv_transpose2d, conv_transpose2d_by_stuffing])
def test_every_onnx_case_passes(function, explicit, any_padding):
    # not parametrised: onnx computes all its cases for seconds, which every collection would pay
    assert set(OUT_OF_SCOPE) <= {case.name for case in onnx_cases("ConvTranspose")}
    for case in onnx_cases("ConvTranspose"):
        if case.name in OUT_OF_SCOPE:
            continue
        x, weight, *bias = case.inputs
        options = explicit(case.attributes, x.shape[2:], weight.shape[2:])
        got = any_padding(function, x, weight, *bias, **options)
        np.testing.assert_allclose(got, case.outputs[0], case.rtol, case.atol, err_msg=case.name)
    for name in ("test_ConvTranspose2d", "test_ConvTranspose2d_no_bias"):
        attributes, (x, weight, *bias), expected = converted(name)
        got = function(x, weight, *bias, **explicit(attributes, x.shape[2:], weight.shape[2:]))
        np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-5, err_msg=name)
