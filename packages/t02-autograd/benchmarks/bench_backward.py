"""Building and differentiating scalar graphs, against PyTorch and against central differences."""

import tracemalloc

import numpy as np
from t02_autograd import MLP, SGD, Value, make_moons, mse_loss

LENGTH = 1000


def alternate(x, one):
    """Chain additions, products and squashings, LENGTH operations in all."""
    y = x
    for _ in range(LENGTH // 4):
        y = ((y + x) * one).tanh() + x
    return y


def chain_ours():
    x, one = Value(0.1), Value(1.0)

    def run():
        x.grad = one.grad = 0.0
        alternate(x, one).backward()

    return run


def chain_torch():
    import torch

    x, one = (torch.tensor(n, dtype=torch.float64, requires_grad=True) for n in (0.1, 1.0))

    def run():
        x.grad = one.grad = None
        alternate(x, one).backward()

    return run


def network():
    rng = np.random.default_rng(0)
    points, labels = make_moons(10, noise=0.05, rng=rng)
    return MLP(2, [8, 8, 1], rng=rng), points.tolist(), labels.tolist()


def gradient_ours():
    model, points, labels = network()
    optimizer = SGD(model.parameters(), lr=0.1)

    def run():
        optimizer.zero_grad()
        mse_loss([model(x) for x in points], labels).backward()

    return run


def gradient_naive():
    """Two evaluations for every parameter."""
    model, points, labels = network()
    parameters = model.parameters()

    def loss():
        return mse_loss([model(x) for x in points], labels).data

    def slope(p, h=1e-5):
        centre = p.data
        p.data = centre + h
        above = loss()
        p.data = centre - h
        below = loss()
        p.data = centre
        return (above - below) / (2 * h)

    return lambda: [slope(p) for p in parameters]


def gradient_torch():
    """The same scalar graph, every number a 0-d tensor."""
    import torch

    model, points, labels = network()
    for layer in model.layers:
        for neuron in layer.neurons:
            neuron.weights = [_tensor(torch, w) for w in neuron.weights]
            neuron.bias = None if neuron.bias is None else _tensor(torch, neuron.bias)

    def run():
        for p in model.parameters():
            p.grad = None
        mse_loss([model(x) for x in points], labels).backward()

    return run


def _tensor(torch, value):
    return torch.tensor(value.data, dtype=torch.float64, requires_grad=True)


def gradient_torch_matrices():
    """What tensors buy: three matrix products instead of 880 scalar ones."""
    import torch
    from torch import nn

    _, points, labels = network()
    x, y = torch.tensor(points), torch.tensor(labels)
    layers = [nn.Linear(2, 8, bias=False), nn.Tanh(), nn.Linear(8, 8, bias=False), nn.Tanh()]
    model = nn.Sequential(*layers, nn.Linear(8, 1))

    def run():
        model.zero_grad()
        nn.functional.mse_loss(model(x)[:, 0], y).backward()

    return run


def bytes_per_operation():
    """Return a callable that measures the memory of one operation of a chain."""

    def run():
        x, one = Value(0.1), Value(1.0)
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            kept = alternate(x, one)
            after = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
        del kept
        return (after - before) / LENGTH

    return run


CASES = {
    "1,000 scalar operations, forward and backward": {
        "ours": chain_ours,
        "torch": chain_torch,
        "limits": {"torch": 1.0},
    },
    "gradient of MLP(2, [8, 8, 1]) on 10 points": {
        "ours": gradient_ours,
        "naive": gradient_naive,
        "torch": gradient_torch,
        "torch matrices": gradient_torch_matrices,
        "limits": {"naive": 0.05, "torch": 1.0},
    },
    "memory of one operation": {
        "ours": bytes_per_operation,
        "measure": "value",
        "unit": "bytes",
    },
}
