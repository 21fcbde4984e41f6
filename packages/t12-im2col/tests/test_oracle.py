"""Against torch (columns, values, every gradient of both orders, layers) and ONNX's own cases."""

import numpy as np
import onnx
import pytest
import torch
from scratchcore import grad, tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t12_im2col import Conv2d, col2im, conv2d, conv2d_columns, im2col

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-11}
OPTIONS = [
    {},
    {"stride": 2},
    {"stride": (1, 3)},
    {"padding": 2},
    {"padding": (0, 1)},
    {"padding": "valid", "stride": 2},
    {"padding": "same"},
    {"padding": "same", "dilation": (1, 2)},
    {"dilation": (2, 1)},
    {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2)},
    {"stride": 2, "dilation": 2, "padding": 3},
]
SHAPES = [
    ((2, 3, 6, 7), (4, 3, 3, 3)),
    ((1, 1, 7, 5), (1, 1, 3, 2)),
    ((2, 2, 5, 9), (3, 2, 1, 5)),
    ((3, 4, 5, 6), (2, 4, 1, 1)),
    ((0, 2, 6, 6), (2, 2, 2, 2)),
    ((2, 16, 8, 6), (20, 16, 3, 3)),
]


@pytest.mark.filterwarnings("ignore:Using padding='same'")  # torch pads even kernels in a copy
@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("options", OPTIONS)
def test_values_and_gradients_agree(shapes, options):
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(s) for s in (*shapes, shapes[1][:1])]
    mine = [tensor(a, requires_grad=True) for a in arrays]
    theirs = [torch.tensor(a, requires_grad=True) for a in arrays]
    out = conv2d(*mine, **options)
    expected = torch.nn.functional.conv2d(*theirs, **options)
    assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
    assert_close(conv2d_columns(*arrays, **options), out, name="by columns", **TIGHT)
    g = rng.standard_normal(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    for name, leaf, their_leaf in zip(("x", "weight", "bias"), mine, theirs, strict=True):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"gradient of {name}", **TIGHT)


UNFOLD = [
    {},
    {"stride": 2},
    {"padding": (1, 2)},
    {"dilation": (2, 1)},
    {"stride": (2, 1), "padding": 1, "dilation": 2},
]


@pytest.mark.parametrize("options", UNFOLD)
@pytest.mark.parametrize("kernel_size", [1, 2, (3, 2)])
def test_columns_agree_with_unfold_and_fold(kernel_size, options):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, 6, 7))
    columns = im2col(x, kernel_size, **options)
    expected = torch.nn.functional.unfold(torch.tensor(x), kernel_size, **options).numpy()
    assert_close(columns, expected, name="im2col", **TIGHT)
    other = rng.standard_normal(columns.shape)
    expected = torch.nn.functional.fold(torch.tensor(other), (6, 7), kernel_size, **options)
    got = col2im(other, (6, 7), kernel_size, **options)
    assert_close(got, expected.numpy(), name="col2im", **TIGHT)


@pytest.mark.parametrize("channels", [2, 16])
def test_gradients_of_a_gradient_agree(channels):
    rng = np.random.default_rng(0)
    shapes = (2, channels, 6, 5), (channels, channels, 3, 3)
    arrays = [rng.standard_normal(shape) / channels for shape in shapes]
    mine = [tensor(a, requires_grad=True) for a in arrays]
    (slope,) = grad(np.tanh(conv2d(*mine, padding=1)).sum(), mine[:1], create_graph=True)
    (slope * slope).sum().backward()
    theirs = [torch.tensor(a, requires_grad=True) for a in arrays]
    out = torch.nn.functional.conv2d(*theirs, padding=1)
    (their_slope,) = torch.autograd.grad(torch.tanh(out).sum(), theirs[:1], create_graph=True)
    (their_slope * their_slope).sum().backward()
    for name, leaf, their_leaf in zip(("x", "weight"), mine, theirs, strict=True):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"second order, {name}", **TIGHT)


@pytest.mark.parametrize("channels", [4, 32])
def test_in_float32_a_stack_of_layers_agrees(channels):
    rng = np.random.default_rng(0)
    layers = [
        Conv2d(3, channels, 3, padding=1, rng=rng),
        Conv2d(channels, channels, 3, padding="same", bias=False, rng=rng),
        Conv2d(channels, 8, (3, 1), (2, 1), (1, 0), rng=rng),
    ]
    copies = [
        torch.nn.Conv2d(3, channels, 3, padding=1),
        torch.nn.Conv2d(channels, channels, 3, padding="same", bias=False),
        torch.nn.Conv2d(channels, 8, (3, 1), (2, 1), (1, 0)),
    ]
    y = rng.standard_normal((4, 3, 10, 12), np.float32)
    their_y = torch.tensor(y)
    for layer, copy in zip(layers, copies, strict=True):
        copy.load_state_dict({k: torch.tensor(v) for k, v in layer.state_dict().items()})
        y, their_y = layer(y), copy(their_y)
    assert_close(y, their_y.detach().numpy(), name="output", atol=1e-5)
    y.sum().backward()
    their_y.sum().backward()
    for layer, copy in zip(layers, copies, strict=True):
        for name, parameter in copy.named_parameters():
            got = getattr(layer, name).grad
            assert_close(got, parameter.grad.numpy(), name=name, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("kernel_size", [3, (1, 5)])
def test_initial_weights_have_the_same_bound(kernel_size):
    torch.manual_seed(0)
    theirs = torch.nn.Conv2d(16, 64, kernel_size)
    mine = Conv2d(16, 64, kernel_size, rng=np.random.default_rng(0))
    for name in ("weight", "bias"):
        ours = np.abs(getattr(mine, name).data).max()
        expected = getattr(theirs, name).abs().max().item()
        assert_close(ours, expected, name=f"largest {name}", rtol=0.1)


OUT_OF_SCOPE: dict[str, str] = {}  # every case there is has two spatial axes and one group


def explicit(attributes, size):
    """Return stride, padding and dilation of an ONNX Conv node that t11 has no trouble with."""
    stride = tuple(attributes.get("strides", (1, 1)))
    top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
    padding = ((top, bottom), (left, right))
    if attributes.get("auto_pad", "NOTSET") == "SAME_LOWER":
        padding = tuple(
            same_lower(*axis) for axis in zip(size, attributes["kernel_shape"], stride, strict=True)
        )
    return {"stride": stride, "padding": padding}


def same_lower(size, kernel, stride):
    """Return (before, after) for an output of ceil(size / stride), the odd pixel before."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total - total // 2, total // 2


def test_the_attributes_are_known():
    known = {"kernel_shape", "strides", "pads", "auto_pad", "dilations", "group"}
    assert set(onnx.defs.get_schema("Conv").attributes) == known


def test_every_onnx_case_passes():
    # in one test: onnx computes its cases for seconds, which every collection would pay
    cases = onnx_cases("Conv")
    assert set(OUT_OF_SCOPE) <= {case.name for case in cases}
    for case in cases:
        if case.name in OUT_OF_SCOPE:
            continue
        assert case.attributes.get("auto_pad", "NOTSET") in ("NOTSET", "SAME_LOWER"), case.name
        assert set(case.attributes.get("dilations", (1,))) == {1}, case.name
        x, weight, *bias = case.inputs
        (expected,) = case.outputs
        for function in (conv2d, conv2d_columns):
            got = function(x, weight, *bias, **explicit(case.attributes, x.shape[2:]))
            message = f"{function.__name__} of {case.name}"
            np.testing.assert_allclose(
                got, expected, rtol=case.rtol, atol=case.atol, err_msg=message
            )
