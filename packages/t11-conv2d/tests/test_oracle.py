"""Against torch (values and every gradient, first and second order) and ONNX's own cases."""

import numpy as np
import onnx
import pytest
import torch
from scratchcore import grad, tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_by_shifts, conv2d_naive, resolve_padding

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
]
SHAPES = [
    ((2, 3, 6, 7), (4, 3, 3, 3)),
    ((1, 1, 7, 5), (1, 1, 3, 2)),
    ((2, 2, 5, 9), (3, 2, 1, 5)),
    ((3, 1, 4, 5), (2, 1, 2, 2)),
]


@pytest.mark.filterwarnings("ignore:Using padding='same'")  # torch pads even kernels in a copy
@pytest.mark.parametrize("function", [conv2d_naive, conv2d_by_shifts])
@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("options", OPTIONS)
def test_values_and_gradients_agree(shapes, options, function):
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(s) for s in (*shapes, shapes[1][:1])]
    mine = [tensor(a, requires_grad=True) for a in arrays]
    theirs = [torch.tensor(a, requires_grad=True) for a in arrays]
    out = function(*mine, **options)
    expected = torch.nn.functional.conv2d(*theirs, **options)
    assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
    g = rng.standard_normal(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    for name, leaf, their_leaf in zip(("x", "weight", "bias"), mine, theirs, strict=True):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"gradient of {name}", **TIGHT)


@pytest.mark.parametrize("sides", [((1, 0), (0, 2)), ((0, 3), (2, 1))])
def test_uneven_padding_agrees_with_a_padded_input(sides):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 2, 5, 4)), rng.standard_normal((3, 2, 3, 3))
    theirs = torch.tensor(x, requires_grad=True)
    expected = torch.nn.functional.conv2d(
        torch.nn.functional.pad(theirs, (*sides[1], *sides[0])), torch.tensor(weight), stride=2
    )
    mine = tensor(x, requires_grad=True)
    out = conv2d_naive(mine, weight, stride=2, padding=sides)
    assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
    out.sum().backward()
    expected.sum().backward()
    assert_close(mine.grad, theirs.grad.numpy(), name="gradient of x", **TIGHT)


def test_gradients_of_a_gradient_agree():
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(s) for s in ((2, 2, 5, 4), (3, 2, 3, 2))]
    options = {"stride": (2, 1), "padding": (1, 0)}
    mine = [tensor(a, requires_grad=True) for a in arrays]
    (slope,) = grad((np.tanh(conv2d_naive(*mine, **options))).sum(), mine[:1], create_graph=True)
    (slope * slope).sum().backward()
    theirs = [torch.tensor(a, requires_grad=True) for a in arrays]
    out = torch.nn.functional.conv2d(*theirs, **options)
    (their_slope,) = torch.autograd.grad(torch.tanh(out).sum(), theirs[:1], create_graph=True)
    (their_slope * their_slope).sum().backward()
    for name, leaf, their_leaf in zip(("x", "weight"), mine, theirs, strict=True):
        assert_close(leaf.grad, their_leaf.grad.numpy(), name=f"second order, {name}", **TIGHT)


OUT_OF_SCOPE: dict[str, str] = {}  # every case there is has two spatial axes and one group


def explicit(attributes, size):
    """Return stride, padding and dilation of an ONNX Conv node; auto_pad as numbers."""
    stride = tuple(attributes.get("strides", (1, 1)))
    dilation = tuple(attributes.get("dilations", (1, 1)))
    kernel = attributes["kernel_shape"]
    auto = attributes.get("auto_pad", "NOTSET")
    if auto == "NOTSET":
        top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
        padding = ((top, bottom), (left, right))
    elif auto == "VALID":
        padding = "valid"
    else:
        padding = tuple(
            auto_pad(auto, *axis) for axis in zip(size, kernel, stride, dilation, strict=True)
        )
    return {"stride": stride, "padding": padding, "dilation": dilation}


def auto_pad(auto, size, kernel, stride, dilation):
    """Return (before, after) for an output of ceil(size / stride), the odd pixel where asked."""
    steps = -(-size // stride) - 1
    total = max(0, steps * stride + dilation * (kernel - 1) + 1 - size)
    small, large = total // 2, total - total // 2
    return (small, large) if auto == "SAME_UPPER" else (large, small)


def test_auto_pad_without_a_stride_is_the_padding_same():
    for kernel, dilation in (((2, 3), (1, 1)), ((4, 3), (3, 2))):
        axes = list(zip((9, 8), kernel, (1, 1), dilation, strict=True))
        upper = tuple(auto_pad("SAME_UPPER", *axis) for axis in axes)
        lower = tuple(auto_pad("SAME_LOWER", *axis) for axis in axes)
        assert resolve_padding("same", kernel, dilation=dilation) == upper
        assert tuple(side[::-1] for side in lower) == upper


def test_the_cases_have_no_attribute_that_is_not_read():
    read = {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"}
    assert set(onnx.defs.get_schema("Conv").attributes) == read


def test_the_cases_out_of_scope_exist():
    assert set(OUT_OF_SCOPE) <= {case.name for case in onnx_cases("Conv")}


def test_every_onnx_case_passes():
    # not parametrised: onnx computes all its cases for seconds, which every collection would pay
    for case in onnx_cases("Conv"):
        if case.name in OUT_OF_SCOPE:
            continue
        assert case.attributes.get("group", 1) == 1, case.name
        x, weight, *bias = case.inputs
        options = explicit(case.attributes, x.shape[2:])
        tolerance = {"rtol": case.rtol, "atol": case.atol}
        for function in (conv2d_naive, conv2d_by_shifts):
            got = function(x, weight, *bias, **options)
            np.testing.assert_allclose(got, case.outputs[0], **tolerance, err_msg=case.name)
