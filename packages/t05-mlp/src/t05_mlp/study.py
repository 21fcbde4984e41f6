"""Two experiments: signals through fifty layers, and neurons that start equal."""

import numpy as np

from t05_mlp.linear import linear


def activation_variances(x, initialize, activation, depth, *, rng):
    """Send x (N, width) through `depth` layers; return the variance after each, (depth,).

    A layer is `activation(linear(x, weight))` with a weight (width, width) that
    `initialize(weight, rng=rng)` fills anew.
    """
    weight = np.empty((x.shape[1], x.shape[1]), x.dtype)
    variances = np.empty(depth)
    for layer in range(depth):
        initialize(weight, rng=rng)
        x = activation(linear(x, weight))  # (N, width)
        variances[layer] = x.var()
    return variances


def first_weights_while_training(model, x, y, *, lr, steps):
    """Train an MLP by gradient descent on the mean squared error of x and y.

    Return the weights of its first layer before the first and after each step, (steps + 1, hidden,
    in): one path for each hidden neuron.
    """
    weight = model.layers[0].weight
    paths = [weight.data.copy()]
    for _ in range(steps):
        model.zero_grad()
        error = model(x) - y
        (error * error).mean().backward()
        for parameter in model.parameters():
            parameter.data -= lr * parameter.grad
        paths.append(weight.data.copy())
    return np.stack(paths)
