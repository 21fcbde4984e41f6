"""Train a network of 8 + 8 tanh neurons on 100 points of the two moons."""

import numpy as np

from t02_autograd.data import make_moons
from t02_autograd.nn import MLP
from t02_autograd.training import SGD, mse_loss, train

NOISE = 0.05


def fit_moons(*, rng, epochs):
    """Return (model, points, labels, losses) after `epochs`, the last quarter with a quarter lr."""
    points, labels = make_moons(100, noise=NOISE, rng=rng)
    model = MLP(2, [8, 8, 1], rng=rng)
    optimizer = SGD(model.parameters(), lr=0.3)
    losses = []
    for lr, part in ((0.3, epochs - epochs // 4), (0.075, epochs // 4)):
        optimizer.lr = lr
        losses += train(model, points, labels, optimizer, epochs=part, batch_size=10, rng=rng)
    return model, points, labels, losses


def run(*, seed, smoke):
    """Return the final loss on the training points and the accuracy on 100 fresh ones."""
    rng = np.random.default_rng(seed)
    model, points, labels, losses = fit_moons(rng=rng, epochs=6 if smoke else 160)
    fresh, fresh_labels = make_moons(100, noise=NOISE, rng=rng)
    final = mse_loss([model(x) for x in points.tolist()], labels.tolist())
    metrics = {"final_loss": final.data, "accuracy": _accuracy(model, fresh, fresh_labels)}
    return {"metrics": metrics, "curves": {"loss": losses}}


def _accuracy(model, points, labels):
    """Return the share of points whose output has the sign of the label."""
    hits = [model(x).data * y > 0 for x, y in zip(points.tolist(), labels.tolist(), strict=True)]
    return sum(hits) / len(hits)
