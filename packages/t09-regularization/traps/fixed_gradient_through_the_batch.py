"""The gradient of training is used: it takes away means that were never subtracted."""

EXERCISE = "fixed_norm_backward"
MESSAGE = "don't move with x"


def fixed_norm_backward(g, x, mean, inv_std, weight, out=None):
    return batch_norm_backward(g, x, mean, inv_std, weight)
