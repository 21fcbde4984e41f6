"""The optimizers on a task of t02: two moons and a network of scalar Values."""

import numpy as np
from t02_autograd import MLP, make_moons, train


def compare_on_moons(make_optimizers, *, seed=0, samples=16, epochs=20):
    """Return the losses (epochs,) of a network trained with each optimizer, by the same names.

    `make_optimizers` maps names to functions of a parameter list. Every run gets the same moons,
    the same initial weights, and all samples in every step.
    """
    losses = {}
    for name, make_optimizer in make_optimizers.items():
        rng = np.random.default_rng(seed)
        points, labels = make_moons(samples, noise=0.1, rng=rng)
        model = MLP(2, [6, 1], hidden_bias=True, rng=rng)
        optimizer = make_optimizer(model.parameters())
        losses[name] = np.array(train(model, points, labels, optimizer, epochs=epochs))
    return losses
