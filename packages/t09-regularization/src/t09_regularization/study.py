"""Over-fitting, and what helps; weight decay and L2 under Adam."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scratchcore import no_grad, tensor
from t03_optimizers import Adam, AdamW
from t05_mlp import Linear, Parameter, Sequential
from t07_activations import ReLU
from t08_losses import cross_entropy

from t09_regularization.cells import split_cells
from t09_regularization.dropout import Dropout
from t09_regularization.mixup import mixup
from t09_regularization.penalties import decay_groups
from t09_regularization.stopping import EarlyStopping

RECIPES = {
    "nothing": {},
    "weight decay": {"weight_decay": 3.0},
    "dropout": {"p": 0.5},
    "mixup": {"alpha": 1.0},
}


class Curves(NamedTuple):
    """One number per epoch, and the epoch whose weights early stopping would have kept."""

    train_loss: np.ndarray
    validation_loss: np.ndarray
    accuracy: np.ndarray
    kept: int


def make_network(p, *, rng):
    """Return 4-128-128-2 with ReLU, and dropout after each hidden layer unless p is 0."""
    sizes = [4, 128, 128]
    layers = []
    for inputs, outputs in pairwise(sizes):
        layers += [Linear(inputs, outputs, rng=rng), ReLU()]
        layers += [Dropout(p, rng=rng)] if p else []
    return Sequential(*layers, Linear(sizes[-1], 2, rng=rng))


def train_on_cells(*, p=0.0, weight_decay=0.0, alpha=0.0, epochs=250, patience=20, rng):
    """Train on 100 samples, validate on the other 469, and return the Curves (epochs,).

    Training goes on to the end whatever happens, so that one sees what it would have cost.
    """
    x, y, x_new, y_new = split_cells(rng=rng)
    network = make_network(p, rng=rng)
    optimizer = AdamW(decay_groups(network.parameters(), weight_decay), lr=1e-3)
    stopping, kept, rows = EarlyStopping(patience), None, []
    for _ in range(epochs):
        _train_epoch(network.train(), optimizer, x, y, alpha=alpha, rng=rng)
        network.eval()
        loss, _ = _evaluate(network, x, y)
        rows.append((loss, *_evaluate(network, x_new, y_new)))
        if stopping.step(rows[-1][1]) and kept is None:
            kept = stopping.best_step
    columns = np.array(rows).T
    return Curves(*columns, kept=stopping.best_step if kept is None else kept)


def _train_epoch(network, optimizer, x, y, *, alpha=0.0, batch=16, rng):
    """Take one step for each batch of a random order."""
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch):
        chosen = order[start : start + batch]
        inputs, targets = mixup(x[chosen], y[chosen], alpha=alpha, rng=rng)
        optimizer.zero_grad()
        cross_entropy(network(tensor(inputs)), targets).backward()
        optimizer.step()


def _evaluate(network, x, y):
    """Return the loss and the share of right answers."""
    with no_grad():
        logits = network(tensor(x))
        right = logits.data.argmax(axis=1) == y.argmax(axis=1)
        return cross_entropy(logits, y).item(), right.mean()


def what_decay_leaves(gradient_sizes, *, weight_decay=1.0, steps=1000, copies=64, rng):
    """Return what is left of weights that began at 1, {optimizer: (sizes,)}, mean of `copies`.

    The gradients are noise without a direction: normal numbers times each of `gradient_sizes`. So
    nothing but the decay moves the weights on average. Adam adds weight_decay * p to the gradient,
    AdamW shrinks p by 1 - lr * weight_decay, with lr = 1e-3.
    """
    sizes = np.asarray(gradient_sizes, np.float64)[:, None]
    left = {}
    for optimizer_class in (Adam, AdamW):
        weights = Parameter(np.ones((len(sizes), copies)))
        optimizer = optimizer_class([weights], lr=1e-3, weight_decay=weight_decay)
        noise = np.random.default_rng(rng.integers(2**32))
        for _ in range(steps):
            weights.grad = noise.standard_normal(weights.shape) * sizes
            optimizer.step()
        left[optimizer_class.__name__] = weights.data.mean(axis=1)
    return left
