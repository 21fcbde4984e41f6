"""One step on a million float32 parameters: ours, textbook NumPy, and torch.optim.

The parameters are those of a network 784-768-512-10: three matrices and three biases. Torch's
default on the CPU is one operation after the other; `foreach` and `fused` are its other versions.
"""

import numpy as np
import t03_optimizers as ours

SHAPES = [(768, 784), (768,), (512, 768), (512,), (10, 512), (10,)]
HIDDEN = [(288, 288)] * 4 + [(1152, 288), (288, 1152)]  # what Muon is for: a transformer's layer


class Weight:
    """An array with a gradient."""

    def __init__(self, data, grad):
        self.data, self.grad = data, grad


def arrays(shapes):
    """Return (values, gradients) for every shape, the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal((2, *shape)).astype(np.float32) * 0.1 for shape in shapes]


def our_step(name, options, shapes=SHAPES):
    """Return make() for an optimizer of this package."""

    def make():
        weights = [Weight(data.copy(), grad.copy()) for data, grad in arrays(shapes)]
        return getattr(ours, name)(weights, **options).step

    return make


def torch_step(name, options, shapes=SHAPES):
    """Return make() for torch's optimizer of the same name."""

    def make():
        import torch

        weights = [torch.from_numpy(data.copy()) for data, _ in arrays(shapes)]
        for weight, (_, grad) in zip(weights, arrays(shapes), strict=True):
            weight.grad = torch.from_numpy(grad.copy())
        return getattr(torch.optim, name)(weights, **options).step

    return make


def torch_float32_muon(options):
    """Return make() for torch's Muon made to iterate in float32 instead of bfloat16, as ours."""

    def make():
        import torch

        torch.Tensor.bfloat16 = lambda self: self.clone()
        return torch_step("Muon", options, HIDDEN)()

    return make


def naive_step(rule, states):
    """Return make() for a rule in textbook NumPy: rule(p, g, *state) returns all of them, new."""

    def make():
        weights = [[p, *[np.zeros_like(p)] * states, g] for p, g in arrays(SHAPES)]

        def step():
            for weight in weights:
                weight[:-1] = rule(weight[0], weight[-1], *weight[1:-1])

        return step

    return make


def naive_sgd(p, g, buf):
    """Momentum 0.9."""
    buf = np.float32(0.9) * buf + g
    return p - np.float32(1e-3) * buf, buf


def naive_adagrad(p, g, total):
    """Step by the root of the sum of squares."""
    total = total + g**2
    return p - np.float32(1e-2) * g / (np.sqrt(total) + np.float32(1e-10)), total


def naive_rmsprop(p, g, square_avg):
    """Step by the running root mean square."""
    square_avg = np.float32(0.99) * square_avg + np.float32(0.01) * g**2
    return p - np.float32(1e-2) * g / (np.sqrt(square_avg) + np.float32(1e-8)), square_avg


def naive_adam(p, g, m, v):
    """Adam at step 10, without the count: the work is the same at each."""
    m = np.float32(0.9) * m + np.float32(0.1) * g
    v = np.float32(0.999) * v + np.float32(0.001) * g**2
    m_hat, v_hat = m / np.float32(1 - 0.9**10), v / np.float32(1 - 0.999**10)
    return p - np.float32(1e-3) * m_hat / (np.sqrt(v_hat) + np.float32(1e-8)), m, v


def naive_adamw(p, g, m, v):
    """Shrink p, then Adam."""
    return naive_adam(p * np.float32(1 - 1e-5), g, m, v)


def naive_lion(p, g, m):
    """Step by the sign."""
    step = np.sign(np.float32(0.9) * m + np.float32(0.1) * g)
    return p - np.float32(1e-4) * step, np.float32(0.99) * m + np.float32(0.01) * g


def case(name, options=(), *, naive=None, fused=True):
    """Return a case against torch: at least as fast as its default is asked for."""
    options = dict(options)
    peers = {"ours": our_step(name, options)}
    if naive:
        peers["naive"] = naive_step(*naive)
    peers["torch"] = torch_step(name, options)
    peers["torch foreach"] = torch_step(name, {**options, "foreach": True})
    if fused:
        peers["torch fused"] = torch_step(name, {**options, "fused": True})
    return {**peers, "limits": {"torch": 1.0}}


NESTEROV = {"momentum": 0.9, "nesterov": True}
CASES = {
    "SGD": case("SGD"),
    "SGD, momentum": case("SGD", {"momentum": 0.9}, naive=(naive_sgd, 1)),
    "SGD, Nesterov, L2": case("SGD", {**NESTEROV, "weight_decay": 1e-4}),
    "Adagrad": case("Adagrad", naive=(naive_adagrad, 1)),
    "RMSprop": case("RMSprop", naive=(naive_rmsprop, 1), fused=False),
    "RMSprop, centered": case("RMSprop", {"centered": True, "momentum": 0.9}, fused=False),
    "Adam": case("Adam", naive=(naive_adam, 2)),
    "Adam, amsgrad, L2": case("Adam", {"amsgrad": True, "weight_decay": 1e-4}),
    "AdamW": case("AdamW", naive=(naive_adamw, 2)),
    "Lion": {"ours": our_step("Lion", {}), "naive": naive_step(naive_lion, 1)},
    "Muon": {
        "ours": our_step("Muon", {}, HIDDEN),
        "torch": torch_step("Muon", {}, HIDDEN),
        "torch float32": torch_float32_muon({}),
        "limits": {"torch float32": 1.0},
    },
}
