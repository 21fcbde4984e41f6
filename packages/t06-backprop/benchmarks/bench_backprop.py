"""A training step of an MLP 784-256-128-10: by hand, on the tape, in torch, sample by sample.

All do the same work in float32: forward, mean cross-entropy, backward, plain gradient descent. Ours
keep freed memory, as training programs do.
"""

from itertools import pairwise

import numpy as np
from scratchcore import keep_freed_memory, no_grad
from t05_mlp import MLP
from t06_backprop import ManualMLP

SIZES = [784, 256, 128, 10]
LR = 0.01


def batch(n):
    """Return the same model, points and labels in every process."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, SIZES[0])).astype(np.float32)
    return ManualMLP(SIZES, rng=rng), x, rng.integers(0, SIZES[-1], n)


def by_hand(n):
    def make():
        keep_freed_memory()
        model, x, labels = batch(n)
        return lambda: model.training_step(x, labels, lr=LR)

    return make


def on_the_tape(n):
    """The same formulas as NumPy functions of tensors; the graph finds the way back."""

    def make():
        keep_freed_memory()
        manual, x, labels = batch(n)
        model = MLP(SIZES, activation=lambda h: np.maximum(h, 0), rng=np.random.default_rng(0))
        rows = np.arange(n)
        for mine, theirs in zip(model.parameters(), manual.parameters(), strict=True):
            mine.data[...] = theirs.data

        def step():
            model.zero_grad()
            logits = model(x)
            shifted = logits - logits.data.max(axis=1, keepdims=True)
            total = np.exp(shifted).sum(axis=1)
            loss = np.log(total).mean() - shifted[rows, labels].mean()
            loss.backward()
            with no_grad():
                for p in model.parameters():
                    p.data -= LR * p.grad
            return loss.item()

        return step

    return make


def in_torch(n):
    def make():
        import torch
        from torch import nn

        manual, x, labels = batch(n)
        layers = [layer for i, o in pairwise(SIZES) for layer in (nn.Linear(i, o), nn.ReLU())]
        model = nn.Sequential(*layers[:-1])
        for mine, theirs in zip(model.parameters(), manual.parameters(), strict=True):
            mine.data.copy_(torch.from_numpy(theirs.data))
        x, labels = torch.from_numpy(x), torch.from_numpy(labels)
        loss_of = nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(model.parameters(), lr=LR)

        def step():
            optimizer.zero_grad()
            loss = loss_of(model(x), labels)
            loss.backward()
            optimizer.step()
            return loss.item()

        return step

    return make


def sample_by_sample(n):
    """The gradients of one sample after the other, added up: outer products, no matrix product."""

    def make():
        keep_freed_memory()
        model, x, labels = batch(n)
        parameters = model.parameters()
        weights, biases = parameters[::2], parameters[1::2]

        def step():
            sums = [np.zeros_like(p.data) for p in parameters]
            loss = sum(add_sample(weights, biases, sums, x[i], labels[i]) for i in range(n))
            for p, total in zip(parameters, sums, strict=True):
                p.data -= LR * (total / n)
            return loss / n

        return step

    return make


def add_sample(weights, biases, sums, x, label):
    """Add one sample's gradients to `sums`, return its loss."""
    inputs = [x]
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        inputs.append(np.maximum(w.data @ inputs[-1] + b.data, 0))
    logits = weights[-1].data @ inputs[-1] + biases[-1].data
    exp = np.exp(logits - logits.max())
    g = exp / exp.sum()
    loss = -np.log(g[label])
    g[label] -= 1
    for i in reversed(range(len(weights))):
        sums[2 * i] += np.outer(g, inputs[i])
        sums[2 * i + 1] += g
        g = (weights[i].data.T @ g) * (inputs[i] > 0)
    return loss


def case(n):
    return {
        "ours": by_hand(n),
        "naive": sample_by_sample(n),
        "tape": on_the_tape(n),
        "torch": in_torch(n),
        "limits": {"naive": 0.3, "tape": 1.0, "torch": 1.0},
    }


CASES = {f"training step, batch {n}": case(n) for n in (64, 256)}
