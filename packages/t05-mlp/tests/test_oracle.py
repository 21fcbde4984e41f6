"""Against torch.nn: values, gradients, second order, default ranges, fans, keys and words."""

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from scratchcore import grad, tensor
from scratchcore.testing import assert_close
from t05_mlp import MLP, Flatten, Identity, Linear, Module, Parameter, Sequential, init, linear

pytestmark = pytest.mark.oracle
SHAPES = [(5, 3), (3,), (2, 4, 3), (1, 3), (0, 3), (2, 0, 3), (2, 1, 3, 3)]
TIGHT = {"rtol": 1e-12, "atol": 1e-13}


def rng(seed=0):
    return np.random.default_rng(seed)


def draws(*shapes, scale=1.0):
    source = rng(1)
    return [scale * source.standard_normal(shape) for shape in shapes]


def both(arrays):
    ours = [tensor(a, requires_grad=True) for a in arrays]
    return ours, [torch.tensor(a, requires_grad=True) for a in arrays]


@pytest.mark.parametrize("scale", [1.0, 1e-200, 1e150])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bias", [True, False])
def test_linear_and_its_gradients_agree(shape, bias, scale):
    arrays = draws(shape, (4, 3), (4,))[: 2 + bias]
    arrays[0] *= scale
    ours, theirs = both(arrays)
    out, expected = linear(*ours), torch.nn.functional.linear(*theirs)
    assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
    (g,) = draws(out.shape)
    out.backward(g)
    expected.backward(torch.tensor(g))
    for name, a, b in zip(("x", "weight", "bias"), ours, theirs, strict=False):
        tight = {"rtol": 1e-12, "atol": 1e-13 * max(1.0, abs(b.grad.numpy()).max(initial=0.0))}
        assert_close(a.grad, b.grad.numpy(), name=f"gradient of {name}", **tight)


@pytest.mark.parametrize("shape", SHAPES)
def test_second_derivatives_agree(shape):
    arrays = draws(shape, (4, 3), (4,))
    ours, theirs = both(arrays)
    (g,) = draws((*shape[:-1], 4))
    a = (np.tanh(linear(*ours)) * g).sum()
    b = (torch.tanh(torch.nn.functional.linear(*theirs)) * torch.tensor(g)).sum()
    slopes = grad(a, ours, create_graph=True)
    expected = torch.autograd.grad(b, theirs, create_graph=True)
    sum((slope * slope).sum() for slope in slopes).backward()
    sum((slope * slope).sum() for slope in expected).backward()
    for name, x, y in zip(("x", "weight", "bias"), ours, theirs, strict=True):
        assert_close(x.grad, y.grad.numpy(), name=f"second order, {name}", rtol=1e-10, atol=1e-11)


def torch_mlp(sizes):
    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            pairs = pairwise(sizes)
            self.layers = torch.nn.Sequential(*(torch.nn.Linear(i, o) for i, o in pairs))

        def forward(self, x):
            *hidden, last = self.layers
            for layer in hidden:
                x = torch.tanh(layer(x))
            return last(x)

    return Net().double()


def test_a_torch_state_loads_by_its_keys_and_trains_alike():
    theirs = torch_mlp([5, 7, 6, 3])
    ours = MLP([5, 7, 6, 3], rng=rng(), dtype=np.float64)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    ours.load_state_dict(theirs.state_dict())
    (x,) = draws((9, 5))
    for _ in range(5):
        ours.zero_grad()
        theirs.zero_grad()
        out, expected = ours(x), theirs(torch.tensor(x))
        assert_close(out, expected.detach().numpy(), name="output", **TIGHT)
        (out * out).mean().backward()
        (expected * expected).mean().backward()
        for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert_close(p.grad, q.grad.numpy(), name="gradient", **TIGHT)
            p.data -= p.grad
            with torch.no_grad():
                q -= q.grad


def test_torch_loads_our_state():
    ours = MLP([5, 7, 3], rng=rng(), dtype=np.float64)
    theirs = torch_mlp([5, 7, 3])
    theirs.load_state_dict({key: torch.from_numpy(a) for key, a in ours.state_dict().items()})
    (x,) = draws((2, 5))
    assert_close(theirs(torch.tensor(x)).detach().numpy(), ours(x).data, name="output", **TIGHT)


def make_tree(nn, *, generator=None):
    """Build the same tree with a shared module, a shared parameter and buffers in both worlds."""
    kwargs = {"rng": generator} if generator is not None else {}
    parameter = Parameter if generator is not None else torch.nn.Parameter
    wrap = np.zeros if generator is not None else torch.zeros

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(nn.Linear(3, 4, **kwargs), nn.Identity(), nn.Flatten())
            self.body[0].register_buffer("mask", wrap(2))
            self.scale = parameter(wrap(3))
            self.head = nn.Linear(3, 4, bias=False, **kwargs)
            self.head.weight = self.body[0].weight
            self.again = self.body
            self.register_buffer("cache", wrap(1), persistent=False)
            self.register_buffer("count", wrap(1))

    return Net()


class Ours:
    Module, Sequential, Linear, Identity, Flatten = Module, Sequential, Linear, Identity, Flatten


@pytest.mark.parametrize(
    "walk", ["named_modules", "named_parameters", "named_buffers", "named_children"]
)
def test_every_walk_has_torchs_order(walk):
    ours, theirs = make_tree(Ours, generator=rng()), make_tree(torch.nn)
    assert [name for name, _ in getattr(ours, walk)()] == [
        name for name, _ in getattr(theirs, walk)()
    ]


def test_the_keys_of_a_state_are_torchs():
    ours, theirs = make_tree(Ours, generator=rng()), make_tree(torch.nn)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    result = ours.load_state_dict({"scale": np.ones(3), "new": np.ones(1)}, strict=False)
    expected = theirs.load_state_dict({"scale": torch.ones(3), "new": torch.ones(1)}, strict=False)
    assert list(result) == [expected.missing_keys, expected.unexpected_keys]


def test_repr_is_torchs():
    ours = Sequential(
        Linear(3, 4, rng=rng()), Sequential(Identity()), Linear(4, 2, False, rng=rng())
    )
    theirs = torch.nn.Sequential(
        torch.nn.Linear(3, 4),
        torch.nn.Sequential(torch.nn.Identity()),
        torch.nn.Linear(4, 2, bias=False),
    )
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize("start", [0, 1, 2, -1])
@pytest.mark.parametrize("shape", [(2, 3, 4), (0, 3, 4), (2, 3, 4, 5)])
def test_flatten_agrees(start, shape):
    (x,) = draws(shape)
    expected = torch.nn.Flatten(start)(torch.tensor(x)).numpy()
    assert_close(Flatten(start)(x), expected, name=f"Flatten({start}) of {shape}")


@pytest.mark.parametrize("shape", [(5, 3), (1, 7), (8, 4, 3, 5), (6, 2, 3)])
def test_fans_agree(shape):
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert init.fan_in_and_fan_out(shape) == expected


@pytest.mark.parametrize(
    ("name", "param"),
    [(n, None) for n in ("linear", "sigmoid", "tanh", "relu", "selu", "leaky_relu")]
    + [("leaky_relu", 0.3), ("leaky_relu", 0)],
)
def test_gains_agree(name, param):
    expected = torch.nn.init.calculate_gain(name, param)
    assert init.calculate_gain(name, param) == pytest.approx(expected, rel=1e-15)


RULES = [
    ("xavier_uniform_", {}),
    ("xavier_uniform_", {"gain": 2.5}),
    ("xavier_normal_", {"gain": 0.5}),
    ("kaiming_uniform_", {}),
    ("kaiming_uniform_", {"a": math.sqrt(5)}),
    ("kaiming_uniform_", {"mode": "fan_out", "nonlinearity": "relu"}),
    ("kaiming_normal_", {}),
    ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "tanh"}),
    ("kaiming_normal_", {"a": 0.2, "nonlinearity": "leaky_relu"}),
]


@pytest.mark.parametrize(("name", "options"), RULES)
@pytest.mark.parametrize("shape", [(300, 200), (40, 30, 5, 7)])
def test_the_statistics_of_the_rules_agree(name, options, shape):
    torch.manual_seed(0)
    expected = getattr(torch.nn.init, name)(torch.empty(shape), **options).double()
    values = getattr(init, name)(np.empty(shape), **options, rng=rng(2))
    # 40,000 values or more: a deviation's own deviation is 0.5 % or less
    assert_close(values.std(), expected.std().item(), name="deviation", rtol=0.02)
    assert abs(values.mean()) < 0.03 * values.std()
    if "uniform" in name:
        assert_close(abs(values).max(), expected.abs().max().item(), name="bound", rtol=2e-3)
    else:
        kurtosis = ((values / values.std()) ** 4).mean()
        assert_close(kurtosis, 3.0, name="fourth moment of a normal distribution", rtol=0.1)


@pytest.mark.parametrize("bias", [True, False])
def test_the_default_range_of_linear_agrees(bias):
    torch.manual_seed(0)
    ours, theirs = Linear(50, 3000, bias, rng=rng(3)), torch.nn.Linear(50, 3000, bias)
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        expected = q.detach()
        assert_close(abs(p.data).max(), expected.abs().max().item(), name="bound", rtol=2e-3)
        assert_close(p.data.std(), expected.std().item(), name="deviation", rtol=0.04)


@pytest.mark.parametrize("shape", [(3, 7), (7, 3), (4, 4), (6, 2, 3)])
def test_orthogonal_has_torchs_convention_for_rows_and_columns(shape):
    for weight in (
        init.orthogonal_(np.empty(shape), gain=1.5, rng=rng(4)),
        torch.nn.init.orthogonal_(torch.empty(shape, dtype=torch.float64), gain=1.5).numpy(),
    ):
        matrix = weight.reshape(shape[0], -1)
        rows, cols = matrix.shape
        product = matrix @ matrix.T if rows <= cols else matrix.T @ matrix
        assert_close(product, 2.25 * np.eye(min(rows, cols)), name="product", atol=1e-12)
