"""The pictures of the batch are not added up."""

EXERCISE = "conv2d_bias_gradient"
MESSAGE = "one number for each output channel"


def conv2d_bias_gradient(g):
    return g.sum(axis=(2, 3))
