"""A loss, an optimizer and the loop that joins them."""

import math

import numpy as np


def mse_loss(predictions, targets):  # exercise
    """Return the mean of (prediction - target)**2 as a Value.

    Raise ValueError naming both lengths when they differ or are 0.
    """
    if len(predictions) != len(targets) or len(predictions) == 0:
        raise ValueError(
            "mse_loss needs as many predictions as targets, at least one, "
            f"got {len(predictions)} and {len(targets)}"
        )
    squares = [(p - t) ** 2 for p, t in zip(predictions, targets, strict=True)]
    return sum(squares) / len(squares)


class SGD:
    """Move parameters against their gradients: p <- p - lr * dL/dp."""

    def __init__(self, parameters, lr):
        self.parameters = list(parameters)
        self.lr = float(lr)
        if not self.parameters:
            raise ValueError("parameters is empty: there is nothing to optimize")
        if not 0 < self.lr < math.inf:
            raise ValueError(f"lr must be positive and finite, got {lr}")

    def zero_grad(self):
        """Set every gradient to 0."""
        for p in self.parameters:
            p.grad = 0.0

    def step(self):  # exercise
        """Move every parameter by -lr times its gradient, leaving the gradient as it is."""
        for p in self.parameters:
            p.data -= self.lr * p.grad


def train(model, points, targets, optimizer, *, epochs, batch_size=None, rng=None):  # exercise
    """Minimize mse_loss(model(x), target) and return the mean loss of each epoch.

    An epoch visits every point once. Without a batch_size it is one step on all points in order;
    with one, they are newly permuted by `rng` and each batch is a step (the last may be smaller).
    The loss of an epoch is the mean over its points, each measured before its step. Raise
    ValueError naming both numbers when points and targets differ in number, and FloatingPointError
    naming the loss when it is not finite.
    """
    points, targets = np.asarray(points, dtype=float), np.asarray(targets, dtype=float)
    if len(points) != len(targets):
        raise ValueError(f"got {len(points)} points and {len(targets)} targets")
    size = batch_size or len(points)
    losses = []
    for epoch in range(epochs):
        order = np.arange(len(points)) if batch_size is None else rng.permutation(len(points))
        total = 0.0
        for start in range(0, len(points), size):
            batch = order[start : start + size]
            predictions = [model(x) for x in points[batch].tolist()]
            loss = mse_loss(predictions, targets[batch].tolist())
            if not math.isfinite(loss.data):
                raise FloatingPointError(f"the loss is {loss.data} in epoch {epoch}: lower lr")
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.data * len(batch)
        losses.append(total / len(points))
    return losses
