"""The linear layer and a network's forward and backward pass: ours, core operations, torch.

Float32, sizes of a digit classifier: 784-256-128-10. A large layer is little but three products, in
which two good BLAS libraries differ by 10 % either way; hence its limit.
"""

import numpy as np
from scratchcore import tensor
from t05_mlp import MLP, linear

SIZES = [784, 256, 128, 10]


def draw(*shapes):
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) * 0.05 for shape in shapes]


def layer_shapes(batch, fan_in, fan_out):
    return (batch, fan_in), (fan_out, fan_in), (fan_out,), (batch, fan_out)


def our_layer(apply, *sizes):
    """Return make() for one layer forward and backward; its input needs a gradient too."""

    def make():
        *arrays, g = draw(*layer_shapes(*sizes))
        inputs = [tensor(a, requires_grad=True) for a in arrays]

        def run():
            for each in inputs:
                each.grad = None
            apply(*inputs).backward(g)

        return run

    return make


def by_core(x, weight, bias):
    """The same layer in three operations of the core: transpose, product, sum."""
    return x @ weight.T + bias


def torch_layer(*sizes):
    def make():
        import torch

        *arrays, g = (torch.from_numpy(a) for a in draw(*layer_shapes(*sizes)))
        inputs = [a.requires_grad_() for a in arrays]

        def run():
            for each in inputs:
                each.grad = None
            torch.nn.functional.linear(*inputs).backward(g)

        return run

    return make


def our_network(batch):
    def make():
        net = MLP(SIZES, rng=np.random.default_rng(0))
        x, g = draw((batch, SIZES[0]), (batch, SIZES[-1]))

        def run():
            net.zero_grad()
            net(x).backward(g)

        return run

    return make


def torch_network(batch):
    def make():
        import torch

        layers = [torch.nn.Linear(SIZES[0], SIZES[1])]
        for sizes in (SIZES[1:3], SIZES[2:]):
            layers += [torch.nn.Tanh(), torch.nn.Linear(*sizes)]
        net = torch.nn.Sequential(*layers)
        x, g = (torch.from_numpy(a) for a in draw((batch, SIZES[0]), (batch, SIZES[-1])))

        def run():
            net.zero_grad()
            net(x).backward(g)

        return run

    return make


CASES = {}
for _sizes in ((4, 16, 8), (64, 784, 256), (256, 784, 256)):
    CASES["linear {}x{}-{}, forward + backward".format(*_sizes)] = {
        "ours": our_layer(linear, *_sizes),
        "naive": our_layer(by_core, *_sizes),
        "torch": torch_layer(*_sizes),
        "limits": {"naive": 1.0, "torch": 1.1},
    }
for _batch in (64, 256):
    CASES[f"MLP 784-256-128-10, batch {_batch}, forward + backward"] = {
        "ours": our_network(_batch),
        "torch": torch_network(_batch),
        "limits": {"torch": 1.0},
    }
