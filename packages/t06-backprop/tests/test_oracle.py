"""Against torch in float64: forward, every gradient, kinks, extreme logits, empty batches, ties."""

import numpy as np
import pytest
import torch
from scratchcore.testing import assert_close
from t03_optimizers import SGD, Adam
from t06_backprop import (
    LinearLayer,
    ManualMLP,
    ReLULayer,
    SigmoidLayer,
    SoftmaxCrossEntropyLayer,
    TanhLayer,
)
from torch import nn

pytestmark = pytest.mark.oracle
TIGHT = {"rtol": 1e-10, "atol": 1e-14}
ACTIVATIONS = {ReLULayer: nn.ReLU, TanhLayer: nn.Tanh, SigmoidLayer: nn.Sigmoid}


def twin(manual):
    """Return torch's Sequential with copies of a ManualMLP's parameters."""
    layers = []
    for layer in manual.layers:
        if not isinstance(layer, LinearLayer):
            layers.append(ACTIVATIONS[type(layer)]())
            continue
        n_out, n_in = layer.weight.data.shape
        layers.append(nn.Linear(n_in, n_out, bias=layer.bias is not None, dtype=torch.float64))
        for (_, mine), theirs in zip(layer.parameters(), layers[-1].parameters(), strict=True):
            theirs.data = torch.tensor(mine.data)
    return nn.Sequential(*layers)


def network(sizes, n, **options):
    rng = np.random.default_rng(10)
    model = ManualMLP(sizes, rng=rng, dtype=np.float64, **options)
    for parameter in model.parameters():
        parameter.data += 0.1 * rng.normal(size=parameter.data.shape)
    return model, rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)


def compare_parameters(manual, theirs, *, grads):
    for (name, mine), other in zip(manual.named_parameters(), theirs.parameters(), strict=True):
        got, expected = (mine.grad, other.grad) if grads else (mine.data, other.data)
        assert_close(got, expected.numpy(), name=name, **TIGHT)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("n", [0, 1, 7])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_networks_agree(activation, n, bias):
    manual, x, labels = network((5, 7, 3, 4), n, activation=activation, bias=bias)
    manual.layers[0].input_grad = True
    theirs, points = twin(manual), torch.tensor(x, requires_grad=True)
    logits = theirs(points)
    loss = nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    assert_close(manual.predict(x), logits.detach().numpy(), name="logits", **TIGHT)
    assert_close(manual.backpropagate(x, labels), loss.item(), name="loss", **TIGHT)
    compare_parameters(manual, theirs, grads=True)
    manual.loss.forward(manual.forward(x), labels)
    g = manual.backward(manual.loss.backward())
    assert_close(g, points.grad.numpy(), name="gradient of the input", **TIGHT)


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_activations_agree_at_zero_and_far_out(kind):
    x = np.array([[0.0, -0.0, 1e-300, -1e-300, 1e4, -1e4, 40.0, -40.0, np.inf, -np.inf]])
    g = np.linspace(-2, 3, x.size).reshape(x.shape)
    theirs = torch.tensor(x, requires_grad=True)
    out = ACTIVATIONS[kind]()(theirs)
    out.backward(torch.tensor(g))
    layer = kind()
    assert_close(layer.forward(x), out.detach().numpy(), name="output", **TIGHT)
    assert_close(layer.backward(g), theirs.grad.numpy(), name="gradient", **TIGHT)


def test_relu_agrees_where_many_inputs_tie_at_the_kink():
    x = np.random.default_rng(11).integers(-1, 2, (9, 11)).astype(np.float64)
    g = np.random.default_rng(12).normal(size=x.shape)
    theirs = torch.tensor(x, requires_grad=True)
    torch.relu(theirs).backward(torch.tensor(g))
    layer = ReLULayer()
    layer.forward(x)
    assert_close(layer.backward(g), theirs.grad.numpy(), name="gradient", **TIGHT)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("scale", [0.0, 1.0, 1e4])
@pytest.mark.parametrize("shape", [(6, 5), (1, 5), (6, 1), (0, 5)])
def test_losses_agree(shape, scale, reduction):
    rng = np.random.default_rng(13)
    points, labels = rng.normal(size=shape) * scale, rng.integers(0, shape[1], shape[0])
    logits = torch.tensor(points, requires_grad=True)
    loss = nn.functional.cross_entropy(logits, torch.tensor(labels), reduction=reduction)
    (-2.5 * loss).backward()
    layer = SoftmaxCrossEntropyLayer(reduction)
    assert_close(layer.forward(points, labels), loss.item(), name="loss", **TIGHT)
    assert_close(layer.backward(-2.5), logits.grad.numpy(), name="gradient", **TIGHT)


def test_a_masked_class_agrees():
    """A logit of -inf is a class that is ruled out: probability 0, gradient 0."""
    points = np.array([[1.0, -np.inf, 2.0], [-np.inf, 0.5, -np.inf]])
    logits = torch.tensor(points, requires_grad=True)
    loss = nn.functional.cross_entropy(logits, torch.tensor([0, 1]))
    loss.backward()
    layer = SoftmaxCrossEntropyLayer()
    assert_close(layer.forward(points, [0, 1]), loss.item(), name="loss", **TIGHT)
    assert_close(layer.backward(), logits.grad.numpy(), name="gradient", **TIGHT)


def test_an_output_with_two_readers_and_one_with_none_agree():
    """Two heads read one trunk; a third is computed and never used."""
    rng = np.random.default_rng(14)
    sizes = [(4, 5), (5, 3), (5, 2), (5, 6)]
    trunk, one, two, unused = (LinearLayer(*size, rng=rng, dtype=np.float64) for size in sizes)
    x, g_one, g_two = (rng.normal(size=shape) for shape in ((7, 4), (7, 3), (7, 2)))
    h = trunk.forward(x)
    one.forward(h)
    two.forward(h)
    unused.forward(h)
    g_x = trunk.backward(two.backward(g_two) + one.backward(g_one))

    theirs = [torch.tensor(layer.weight.data, requires_grad=True) for layer in (trunk, one, two)]
    points = torch.tensor(x, requires_grad=True)
    hidden = points @ theirs[0].T
    ends = [hidden @ theirs[1].T, hidden @ theirs[2].T]
    torch.autograd.backward(ends, [torch.tensor(g_one), torch.tensor(g_two)])
    for name, mine, other in zip(["trunk", "one", "two"], (trunk, one, two), theirs, strict=True):
        assert_close(mine.weight.grad, other.grad.numpy(), name=name, **TIGHT)
    assert_close(g_x, points.grad.numpy(), name="gradient of x", **TIGHT)
    assert unused.weight.grad is None, "nobody went back through the unused head"


def test_a_shared_layer_agrees():
    rng = np.random.default_rng(15)
    shared, relu = LinearLayer(4, 4, rng=rng, dtype=np.float64), ReLULayer()
    x, g = rng.normal(size=(2, 5, 4))
    h = x
    for _ in range(3):
        h = relu.forward(shared.forward(h))
    back = g
    for _ in range(3):
        back = shared.backward(relu.backward(back))
    weight = torch.tensor(shared.weight.data, requires_grad=True)
    points = torch.tensor(x, requires_grad=True)
    out = points
    for _ in range(3):
        out = torch.relu(out @ weight.T)
    out.backward(torch.tensor(g))
    assert_close(h, out.detach().numpy(), name="output", **TIGHT)
    assert_close(shared.weight.grad, weight.grad.numpy(), name="shared weight", **TIGHT)
    assert_close(back, points.grad.numpy(), name="gradient of x", **TIGHT)


def test_fifty_steps_of_plain_descent_agree():
    manual, x, labels = network((6, 8, 4), 12)
    theirs = twin(manual)
    descent = torch.optim.SGD(theirs.parameters(), lr=0.3)
    for _ in range(50):
        descent.zero_grad()
        expected = nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(labels))
        expected.backward()
        descent.step()
        loss = manual.training_step(x, labels, lr=0.3)
        assert_close(loss, expected.item(), name="loss", **TIGHT)
    compare_parameters(manual, theirs, grads=False)


@pytest.mark.parametrize(
    ("mine", "other", "options"),
    [(SGD, torch.optim.SGD, {"momentum": 0.9}), (Adam, torch.optim.Adam, {})],
)
def test_optimizers_of_an_earlier_topic_drive_the_network(mine, other, options):
    manual, x, labels = network((6, 8, 4), 12, activation=TanhLayer)
    theirs = twin(manual)
    my_optimizer = mine(manual.parameters(), lr=0.05, **options)
    their_optimizer = other(theirs.parameters(), lr=0.05, **options)
    for _ in range(20):
        manual.backpropagate(x, labels)
        my_optimizer.step()
        their_optimizer.zero_grad()
        nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(labels)).backward()
        their_optimizer.step()
    for (name, p), q in zip(manual.named_parameters(), theirs.parameters(), strict=True):
        assert_close(p.data, q.detach().numpy(), name=name, rtol=1e-6, atol=1e-9)


def test_float32_networks_agree():
    manual, x, labels = network((20, 30, 10), 16)
    theirs = twin(manual).float()
    for parameter in manual.parameters():
        parameter.data = parameter.data.astype(np.float32)
    x = x.astype(np.float32)
    nn.functional.cross_entropy(theirs(torch.tensor(x)), torch.tensor(labels)).backward()
    manual.backpropagate(x, labels)
    for (name, p), q in zip(manual.named_parameters(), theirs.parameters(), strict=True):
        assert p.grad.dtype == np.float32
        assert_close(p.grad, q.grad.numpy(), name=name, rtol=1e-4)
