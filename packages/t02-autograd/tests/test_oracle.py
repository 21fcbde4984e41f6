"""Agreement with PyTorch in float64 and with scikit-learn's moons."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import MLP, SGD, Value, make_moons, mse_loss, train

pytestmark = pytest.mark.oracle

UNARY = [
    lambda a: a.tanh(),
    lambda a: a.relu(),
    lambda a: a.sigmoid(),
    lambda a: a.tanh().exp(),
    lambda a: (a * a + 1).log(),
    lambda a: -a,
    lambda a: 2 - a,
    lambda a: a / 3 + 1,
    lambda a: 1 / (a * a + 0.5),
    lambda a: a.tanh() ** 3,
    lambda a: a.sigmoid() ** -0.5,
    lambda a: 2 ** a.tanh(),
]
BINARY = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b.tanh(),
    lambda a, b: a / (b * b + 1),
    lambda a, b: a.sigmoid() ** b.tanh(),
    lambda a, b: a + a * b.sigmoid(),
]


def random_expression(leaves, seed):
    """Build the same expression from Values or from tensors, with much sharing of nodes."""
    rng = np.random.default_rng(seed)
    nodes = list(leaves)
    for _ in range(30):
        a, b = (nodes[i] for i in rng.integers(len(nodes), size=2))
        if rng.random() < 0.5:
            nodes.append(UNARY[rng.integers(len(UNARY))](a))
        else:
            nodes.append(BINARY[rng.integers(len(BINARY))](a, b))
    return sum(node.tanh() for node in nodes)


@pytest.mark.parametrize("seed", range(100))
def test_random_expressions_have_torchs_value_and_gradients(seed):
    import torch

    numbers = np.random.default_rng(1000 + seed).normal(size=4)
    values = [Value(x) for x in numbers]
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in numbers]
    ours, theirs = random_expression(values, seed), random_expression(tensors, seed)
    ours.backward()
    theirs.backward()
    assert_close(ours.data, theirs.item(), name="value", rtol=1e-12)
    assert_close(
        [v.grad for v in values], [t.grad.item() for t in tensors], name="gradients", rtol=1e-9
    )


def test_a_second_backward_doubles_leaf_gradients_as_torch_does_with_a_retained_graph():
    import torch

    numbers = [0.3, -1.2]
    values = [Value(x) for x in numbers]
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in numbers]
    for x, y in (values, tensors):
        out = ((x * y + x).tanh() * x).exp()
        for _ in range(2):
            out.backward() if isinstance(out, Value) else out.backward(retain_graph=True)
    assert_close([v.grad for v in values], [t.grad.item() for t in tensors], name="gradients")


@pytest.mark.parametrize("function", ["relu", "tanh", "sigmoid", "exp"])
@pytest.mark.parametrize("x", [0.0, -0.0, 1e4, -1e4, 1e-300, 30.0, -745.0])
def test_extreme_inputs_have_torchs_value_and_slope(function, x):
    import torch

    if function == "exp" and x > 700:
        x = 700.0  # beyond, torch gives an infinity and Value an error
    value, tensor = Value(x), torch.tensor(x, dtype=torch.float64, requires_grad=True)
    ours, theirs = getattr(value, function)(), getattr(tensor, function)()
    ours.backward()
    theirs.backward()
    got, expected = [ours.data, value.grad], [theirs.item(), tensor.grad.item()]
    assert_close(got, expected, name=f"{function}({x}) and its slope", rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("hidden_bias", [False, True])
def test_a_network_trains_like_torchs_with_the_same_weights(hidden_bias):
    import torch
    from torch import nn

    rng = np.random.default_rng(0)
    points, targets = rng.normal(size=(6, 3)), rng.normal(size=6)
    model = MLP(3, [5, 4, 1], hidden_bias=hidden_bias, rng=rng)
    theirs = nn.Sequential(
        nn.Linear(3, 5, bias=hidden_bias),
        nn.Tanh(),
        nn.Linear(5, 4, bias=hidden_bias),
        nn.Tanh(),
        nn.Linear(4, 1),
    ).double()
    with torch.no_grad():
        for layer, linear in zip(model.layers, theirs[::2], strict=True):
            weights = np.array([[w.data for w in n.weights] for n in layer.neurons])
            linear.weight[:] = torch.tensor(weights)
            if linear.bias is not None:
                linear.bias[:] = torch.tensor(np.array([n.bias.data for n in layer.neurons]))
    losses = train(model, points, targets, SGD(model.parameters(), 0.1), epochs=20)
    optimizer, expected = torch.optim.SGD(theirs.parameters(), lr=0.1), []
    for _ in range(20):
        loss = nn.functional.mse_loss(theirs(torch.tensor(points))[:, 0], torch.tensor(targets))
        expected.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert_close(losses, expected, name="losses of 20 epochs", rtol=1e-9)
    final = mse_loss([model(x) for x in points], targets)
    expected = nn.functional.mse_loss(theirs(torch.tensor(points))[:, 0], torch.tensor(targets))
    assert_close(final.data, expected.item(), name="final loss", rtol=1e-9)


@pytest.mark.parametrize("samples", [2, 7, 100])
def test_the_moons_are_scikit_learns_moved_to_the_origin(samples):
    from sklearn import datasets

    points, labels = make_moons(samples, rng=np.random.default_rng(0))
    theirs, classes = datasets.make_moons(samples, shuffle=False)
    assert_close(points, theirs - [0.5, 0.25], name="points", atol=1e-12)
    assert_close(labels, 1.0 - 2 * classes, name="labels")
