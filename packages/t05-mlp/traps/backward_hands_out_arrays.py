"""The gradients are computed at once: arrays instead of functions."""

EXERCISE = "linear_backward"
MESSAGE = "three functions of no arguments"


def linear_backward(g, rows, weight, shape):
    g = g.reshape(len(rows), len(weight))
    return (g @ weight).reshape(shape), g.T @ rows, g.sum(axis=0)
