"""Against torch: values and gradients, kinks, extreme values, NaN, infinities, empty batches."""

import math

import numpy as np
import pytest
import t07_activations as ours
import torch
import torch.nn.functional as F
from scratchcore import grad, tensor
from scratchcore.testing import assert_close

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-9, "atol": 1e-13}


def torch_swiglu(x, axis=-1):
    a, b = x.chunk(2, axis)
    return F.silu(a) * b


CASES = {
    "relu": (ours.relu, F.relu),
    "leaky_relu": (ours.leaky_relu, F.leaky_relu),
    "leaky_relu 0.3": (lambda x: ours.leaky_relu(x, 0.3), lambda x: F.leaky_relu(x, 0.3)),
    "leaky_relu 2": (lambda x: ours.leaky_relu(x, 2.0), lambda x: F.leaky_relu(x, 2.0)),
    "leaky_relu -1": (lambda x: ours.leaky_relu(x, -1.0), lambda x: F.leaky_relu(x, -1.0)),
    "elu": (ours.elu, F.elu),
    "elu 1.7": (lambda x: ours.elu(x, 1.7), lambda x: F.elu(x, 1.7)),
    "elu 0.3": (lambda x: ours.elu(x, alpha=0.3), lambda x: F.elu(x, alpha=0.3)),
    "selu": (ours.selu, F.selu),
    "gelu": (ours.gelu, F.gelu),
    "gelu tanh": (lambda x: ours.gelu(x, "tanh"), lambda x: F.gelu(x, approximate="tanh")),
    "silu": (ours.silu, F.silu),
    "mish": (ours.mish, F.mish),
    "softplus": (ours.softplus, F.softplus),
    "softplus 0.5": (lambda x: ours.softplus(x, 0.5), lambda x: F.softplus(x, 0.5)),
    "softplus 3 2": (lambda x: ours.softplus(x, 3.0, 2.0), lambda x: F.softplus(x, 3.0, 2.0)),
    "softplus 2 -1": (lambda x: ours.softplus(x, 2.0, -1.0), lambda x: F.softplus(x, 2.0, -1.0)),
    "sigmoid": (ours.sigmoid, torch.sigmoid),
    "tanh": (ours.tanh, torch.tanh),
    "hardswish": (ours.hardswish, F.hardswish),
    "erf": (ours.erf, torch.erf),
}
ALONG = {
    "softmax": (ours.softmax, F.softmax),
    "log_softmax": (ours.log_softmax, F.log_softmax),
    "glu": (ours.glu, F.glu),
    "swiglu": (ours.swiglu, torch_swiglu),
}
SPECIAL = [0.0, -0.0, 3.0, -3.0, 20.0, 1e-8, -1e-8, 1e-300, -1e-300, np.nan]
LARGE = [1e4, -1e4, 700.0, -700.0, 90.0, -90.0, 40.0, -40.0, 20.5, -20.5]


# Where torch's gradients are arbitrary: 1 for a NaN, and NaN where the limit is 1. Ours: NaN and 1.
NAN_SLOPE, LIMIT_SLOPE = ["hardswish"], [("mish", np.inf)]


def compare(mine, theirs, arrays, name, **tolerance):
    """Compare the values and all gradients; those that flow in are random."""
    ins = [tensor(a.copy(), requires_grad=True) for a in arrays]
    others = [torch.tensor(a, requires_grad=True) for a in arrays]
    out, other = mine(*ins), theirs(*others)
    tolerance = tolerance or TIGHT
    assert_close(out.data, other.detach().numpy(), name=name, **tolerance)
    g = np.random.default_rng(1).standard_normal(out.shape).astype(out.dtype)
    other.backward(torch.tensor(g))
    for i, (found, expected) in enumerate(zip(grad(out, ins, g), others, strict=True)):
        label = f"gradient of {name}, input {i}"
        assert_close(found.data, expected.grad.numpy(), name=label, **tolerance)
        assert_close(ins[i].data, arrays[i], name=f"input {i} of {name}", rtol=0, atol=0)


def random(*shape, scale=3.0):
    return np.random.default_rng(0).standard_normal(shape) * scale


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("shape", [(5, 7), (3, 4, 5), (6,), (), (0, 5), (5, 0)])
def test_values_and_gradients_agree(name, shape):
    compare(*CASES[name], [np.asarray(random(*shape))], name)


@pytest.mark.parametrize("name", CASES)
def test_kinks_and_nan_agree(name):
    special = np.array(SPECIAL[:-1] if name in NAN_SLOPE else SPECIAL)
    compare(*CASES[name], [special], name)
    compare(*CASES[name], [special.astype(np.float32)], name, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_large_arguments_agree(name):
    compare(*CASES[name], [np.array(LARGE)], name)
    compare(*CASES[name], [np.array(LARGE, np.float32)], name, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinities_agree(name, value):
    mine, theirs = CASES[name]
    x = np.full((2, 3), value)
    if (name, value) in LIMIT_SLOPE:
        assert_close(mine(x), theirs(torch.tensor(x)).numpy(), name=name)
        slope = grad(mine(t := tensor(x, requires_grad=True)), t, np.ones_like(x))
        assert_close(slope.data, np.ones_like(x), name=f"slope of {name}")
    else:
        with np.errstate(invalid="ignore"):
            compare(mine, theirs, [x], name)


@pytest.mark.parametrize("name", CASES)
def test_float32_agrees_to_its_precision(name):
    compare(*CASES[name], [random(64, 40).astype(np.float32)], name, rtol=1e-5, atol=2e-6)


@pytest.mark.parametrize("name", ALONG)
@pytest.mark.parametrize("axis", [-1, 0, 1, 2, -2])
def test_functions_along_an_axis_agree(name, axis):
    mine, theirs = ALONG[name]
    for shape in [(4, 6, 2), (0, 2, 2), (1, 2, 3), (2, 2, 2)]:
        if name.startswith(("soft", "log")) or shape[axis] % 2 == 0:
            arrays = [random(*shape)]
            compare(lambda x: mine(x, axis), lambda x: theirs(x, axis), arrays, name)


@pytest.mark.parametrize("name", ALONG)
def test_functions_along_an_axis_agree_on_special_values(name):
    mine, theirs = ALONG[name]
    last = [lambda x: mine(x, -1), lambda x: theirs(x, -1)]
    rows = np.array([[1e4, -1e4, 1e4, 0.0], [5.0, 5.0, 5.0, 5.0], [-np.inf, 0.0, 1.0, 2.0]])
    compare(*last, [rows[:2]], name)
    compare(*last, [rows[:2].astype(np.float32)], name, rtol=1e-5, atol=1e-6)
    for special in (rows[2:], np.array([[np.nan, 1.0, 2.0, 3.0]]), np.full((2, 4), -np.inf)):
        with np.errstate(invalid="ignore"):
            compare(*last, [special], name)
    compare(*last, [random(33, 50).astype(np.float32)], name, rtol=1e-5, atol=2e-6)
    compare(*last, [random(3, 0)], name)


@pytest.mark.parametrize("shape", [(5, 4), (3, 4, 5), (4,), (2, 4, 3, 3), (0, 4), ()])
@pytest.mark.parametrize("count", [1, 4])
def test_prelu_agrees(shape, count):
    if len(shape) > 1 or count == 1:
        arrays = [np.asarray(random(*shape)), np.linspace(-0.5, 1.5, count)]
        compare(ours.prelu, F.prelu, arrays, "prelu")


def test_prelu_agrees_at_kinks_and_extremes():
    weight = np.array([0.25])
    for values in (SPECIAL, LARGE):
        compare(ours.prelu, F.prelu, [np.array(values), weight], "prelu")


MODULES = [
    ("ReLU", {}, {}),
    ("LeakyReLU", {}, {}),
    ("LeakyReLU", {"negative_slope": 0.3}, None),
    ("PReLU", {}, {}),
    ("PReLU", {"num_parameters": 6, "init": 0.1}, None),
    ("ELU", {}, {}),
    ("ELU", {"alpha": 0.5}, None),
    ("SELU", {}, {}),
    ("GELU", {}, {}),
    ("GELU", {"approximate": "tanh"}, None),
    ("SiLU", {}, {}),
    ("Mish", {}, {}),
    ("Softplus", {}, {}),
    ("Softplus", {"beta": 2.0, "threshold": 3.0}, None),
    ("Sigmoid", {}, {}),
    ("Tanh", {}, {}),
    ("Hardswish", {}, {}),
    ("Softmax", {"axis": 0}, {"dim": 0}),
    ("Softmax", {}, {"dim": -1}),
    ("LogSoftmax", {"axis": 0}, {"dim": 0}),
    ("LogSoftmax", {}, {"dim": -1}),
    ("GLU", {}, {}),
    ("GLU", {"axis": 0}, {"dim": 0}),
]


@pytest.mark.parametrize(("name", "mine", "theirs"), MODULES)
def test_modules_agree_and_show_the_same_options(name, mine, theirs):
    module = getattr(ours, name)(**mine)
    other = getattr(torch.nn, name)(**(mine if theirs is None else theirs))
    shown = repr(module).replace("axis", "dim")
    if name not in ("SELU", "ReLU", "SiLU", "Hardswish") and shown != f"{name}()":
        assert shown == repr(other) or name == "Softplus"
    compare(module.to(np.float64), other.double(), [random(4, 6)], name)


def test_erf_is_as_accurate_as_the_c_library():
    x = np.linspace(-7, 7, 20001)
    expected = np.array([math.erf(value) for value in x])
    assert_close(ours.erf(x), expected, name="erf", rtol=1e-15, atol=0)
    small = x.astype(np.float32)
    expected = np.array([math.erf(value) for value in small])
    assert_close(ours.erf(small).astype(float), expected, name="erf in float32", rtol=8e-7, atol=0)
