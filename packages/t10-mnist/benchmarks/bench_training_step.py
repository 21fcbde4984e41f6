"""One training step of the MLP 784-256-128-10 with AdamW: ours, by hand in NumPy, and torch.

The version by hand has no tape and no modules, and all parameters and gradients lie in one array
each: what NumPy itself allows. Torch runs as users write it; `torch fused` takes its fused AdamW.
"""

import math
from itertools import accumulate, pairwise

import numpy as np

SIZES = [784, 256, 128, 10]
# So small that the one batch is not learned by heart: gradients that vanish become denormal
# numbers, on which processors are several times slower, in torch more than in NumPy.
RATE = 1e-9


def batch_of(size):
    """Return images (size, 784) and classes (size,), the same ones in every process."""
    rng = np.random.default_rng(0)
    return rng.random((size, 784), dtype=np.float32), rng.integers(0, 10, size)


def our_step(size):
    """Return make() for the topics' own layers, loss and optimizer."""

    def make():
        from scratchcore import keep_freed_memory
        from t03_optimizers import AdamW
        from t05_mlp import MLP
        from t07_activations import relu
        from t08_losses import cross_entropy

        keep_freed_memory()
        x, y = batch_of(size)
        model = MLP(SIZES, activation=relu, rng=np.random.default_rng(1))
        optimizer = AdamW(model.parameters(), lr=RATE)

        def step():
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()

        return step

    return make


def torch_step(size, **options):
    """Return make() for torch's."""

    def make():
        import torch
        from torch import nn

        x, y = map(torch.from_numpy, batch_of(size))
        layers = [nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU()]
        model = nn.Sequential(*layers, nn.Linear(128, 10))
        optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, **options)
        loss = nn.CrossEntropyLoss()

        def step():
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()

        return step

    return make


def gradients_by_hand(x, y, params, grads):
    """Write the gradients of the mean cross-entropy into `grads`."""
    (w1, b1, w2, b2, w3, b3), (dw1, db1, dw2, db2, dw3, db3) = params, grads
    ones = np.ones(len(x), np.float32)
    h1 = x.dot(w1.T)
    h1 += b1
    np.maximum(h1, 0, out=h1)
    h2 = h1.dot(w2.T)
    h2 += b2
    np.maximum(h2, 0, out=h2)
    g = h2.dot(w3.T)
    g += b3
    g -= g.max(axis=1, keepdims=True)
    np.exp(g, out=g)
    g /= g.sum(axis=1, keepdims=True)
    g[np.arange(len(x)), y] -= 1
    g /= len(x)
    np.dot(g.T, h2, out=dw3)
    np.dot(ones, g, out=db3)
    g = g.dot(w3)
    g *= h2 > 0
    np.dot(g.T, h1, out=dw2)
    np.dot(ones, g, out=db2)
    g = g.dot(w2)
    g *= h1 > 0
    np.dot(g.T, x, out=dw1)
    np.dot(ones, g, out=db1)


def step_by_hand(size):
    """Return make() for the same arithmetic without tape, modules or optimizer classes."""

    def make():
        from scratchcore import keep_freed_memory
        from t03_optimizers import adamw_update, blas

        keep_freed_memory()
        x, y = batch_of(size)
        shapes = [shape for i, o in pairwise(SIZES) for shape in ((o, i), (o,))]
        cuts = [0, *accumulate(math.prod(shape) for shape in shapes)]
        p, g, m, v, scratch = np.zeros((5, cuts[-1]), np.float32)
        p[:] = np.random.default_rng(1).standard_normal(p.size) * 0.05
        params, grads = (
            [flat[a:b].reshape(shape) for (a, b), shape in zip(pairwise(cuts), shapes, strict=True)]
            for flat in (p, g)
        )
        options = {"lr": RATE, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 1e-2}

        def step():
            gradients_by_hand(x, y, params, grads)
            with blas.one_thread():
                adamw_update(p, g, m, v, None, scratch, **options, t=10)

        return step

    return make


def case(size, limit):
    """Return the case of one batch size."""
    return {
        "ours": our_step(size),
        "by hand": step_by_hand(size),
        "torch": torch_step(size),
        "torch fused": torch_step(size, fused=True),
        "limits": {"torch": limit},
    }


CASES = {"MLP step, batch 64": case(64, 0.7), "MLP step, batch 256": case(256, 0.8)}
