"""Against torch over a grid of options, and ONNX's own cases; float64 where there is a choice."""

import itertools
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from scratchcore import tensor
from scratchcore.onnx_cases import onnx_cases
from scratchcore.testing import assert_close
from t13_pooling import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    avg_pool2d,
    global_avg_pool2d,
    max_pool2d,
)

pytestmark = pytest.mark.oracle
GRID = list(itertools.product([2, (3, 2), 3], [None, 1, (2, 3)], [0, 1], [False, True]))
OUT_OF_SCOPE = {
    "test_maxpool_with_argmax_2d_precomputed_pads": "asks for the places of the maxima",
    "test_maxpool_with_argmax_2d_precomputed_strides": "asks for the places of the maxima",
    "test_maxpool_2d_uint8": "integers have no gradient: max_pool2d takes floats",
    "test_averagepool_2d_dilations": "torch's average pooling has no dilation, nor has ours",
}


def compare(mine, theirs, x, *arguments):
    leaf = tensor(x, requires_grad=True)
    their_leaf = torch.tensor(x, requires_grad=True)
    out, expected = mine(leaf, *arguments), theirs(their_leaf, *arguments)
    assert_close(out.data, expected.detach().numpy(), name="output", rtol=1e-12)
    g = np.random.default_rng(5).standard_normal(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    assert_close(leaf.grad, their_leaf.grad.numpy(), name="gradient", rtol=1e-12)


def pictures(ties):
    rng = np.random.default_rng(0)
    x = (
        rng.integers(-2, 3, (2, 3, 7, 8)).astype(float)
        if ties
        else rng.standard_normal((2, 3, 7, 8))
    )
    return x


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("options", GRID)
def test_max_pooling_agrees(options, ties):
    kernel, stride, padding, ceil_mode = options
    for dilation in (1, (2, 1)):
        arguments = (kernel, stride, padding, dilation, ceil_mode)
        x = pictures(ties)
        compare(max_pool2d, F.max_pool2d, x, *arguments)


@pytest.mark.parametrize(("value", "share"), [(np.nan, 0.2), (-np.inf, 0.7), (np.inf, 0.2)])
def test_max_pooling_with_special_values_agrees(value, share):
    x = pictures(ties=True)
    x[np.random.default_rng(1).random(x.shape) < share] = value
    for arguments in ((2,), (3, 2, 1), (3, 1, 1)):
        compare(
            lambda x, a=arguments: max_pool2d(x, *a), lambda x, a=arguments: F.max_pool2d(x, *a), x
        )


@pytest.mark.parametrize("options", GRID)
def test_average_pooling_agrees(options):
    kernel, stride, padding, ceil_mode = options
    for counted, divisor in ((True, None), (False, None), (True, 3)):
        arguments = (kernel, stride, padding, ceil_mode, counted, divisor)
        x = pictures(ties=False)
        compare(avg_pool2d, F.avg_pool2d, x, *arguments)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 8), (9, 5), (None, 3)])
def test_adaptive_pooling_agrees(size):
    compare(
        lambda x: adaptive_avg_pool2d(x, size),
        lambda x: F.adaptive_avg_pool2d(x, size),
        pictures(0),
    )
    compare(
        lambda x: adaptive_max_pool2d(x, size),
        lambda x: F.adaptive_max_pool2d(x, size),
        pictures(1),
    )


def test_global_pooling_agrees():
    compare(global_avg_pool2d, lambda x: x.mean(dim=(2, 3)), pictures(ties=False))


def pads(attributes, x, same_upper):
    """Return ONNX's padding of a case as ((top, bottom), (left, right))."""
    if attributes.get("auto_pad", "NOTSET") not in ("SAME_UPPER", "SAME_LOWER"):
        top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
        return (top, bottom), (left, right)
    both = []
    for axis in range(2):
        size, kernel = x.shape[2 + axis], attributes["kernel_shape"][axis]
        stride = attributes.get("strides", (1, 1))[axis]
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        both.append(
            (total // 2, total - total // 2) if same_upper else (total - total // 2, total // 2)
        )
    return tuple(both)


def cases(operator):
    """Return the cases with pictures; onnx makes all of its cases when it is first asked."""
    found = [case for case in onnx_cases(operator) if case.inputs[0].ndim == 4]
    return [case for case in found if case.name not in OUT_OF_SCOPE]


def agrees(case, got):
    expected = case.outputs[0].astype(got.dtype)
    assert_close(got, expected, name=case.name, rtol=case.rtol, atol=case.atol)


def onnx_pool(case, function, fill, **options):
    """Run a case; unequal padding is put around the picture first, by `fill`."""
    (x,), attributes = case.inputs, case.attributes
    x = x.astype(np.float64)
    sides = pads(attributes, x, attributes.get("auto_pad") == "SAME_UPPER")
    ceil_mode = bool(attributes.get("ceil_mode", 0))
    if all(a == b for a, b in sides) and all(
        a <= k // 2 for (a, _), k in zip(sides, attributes["kernel_shape"], strict=True)
    ):
        padding = tuple(a for a, _ in sides)
    else:
        x, padding = np.pad(x, ((0, 0), (0, 0), *sides), constant_values=fill), 0
    stride = tuple(attributes.get("strides", (1, 1)))
    kernel = tuple(attributes["kernel_shape"])
    return function(x, kernel, stride, padding, ceil_mode=ceil_mode, **options)


def test_onnx_max_pool():
    for case in cases("MaxPool"):
        dilation = tuple(case.attributes.get("dilations", (1, 1)))
        agrees(case, onnx_pool(case, max_pool2d, -np.inf, dilation=dilation))


def test_onnx_average_pool():
    for case in cases("AveragePool"):
        counted = bool(case.attributes.get("count_include_pad", 0))
        got = onnx_pool(case, avg_pool2d, 0.0, count_include_pad=counted)
        if not counted:  # where padding was put around, count the pixels by pooling ones
            ones = replace(case, inputs=[np.ones_like(case.inputs[0])])
            got = got / onnx_pool(ones, avg_pool2d, 0.0, count_include_pad=counted)
        agrees(case, got)


def test_onnx_global_pools():
    for case in cases("GlobalAveragePool"):
        agrees(case, global_avg_pool2d(case.inputs[0])[:, :, None, None])
    for case in cases("GlobalMaxPool"):
        agrees(case, adaptive_max_pool2d(case.inputs[0], 1))


def test_every_attribute_of_onnx_is_read():
    read = {"auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides"}
    orders = {"storage_order"}  # of the places of maxima, which are out of scope
    assert set(onnx.defs.get_schema("MaxPool").attributes) == read | orders
    assert set(onnx.defs.get_schema("AveragePool").attributes) == read | {"count_include_pad"}


def test_what_is_out_of_scope_exists():
    names = {case.name for name in ("MaxPool", "AveragePool") for case in onnx_cases(name)}
    assert set(OUT_OF_SCOPE) <= names, set(OUT_OF_SCOPE) - names
    ranks = {
        case.inputs[0].ndim for name in ("MaxPool", "AveragePool") for case in onnx_cases(name)
    }
    assert ranks == {3, 4, 5}, "one and three spatial axes are another function's"
