"""Sums over all positions are divided by the number of rows."""

EXERCISE = "batch_moments"
MESSAGE = "samples"


def batch_moments(x):
    axes = (0, *range(2, x.ndim))
    mean = x.sum(axis=axes) / len(x)
    centred = x - mean.reshape(-1, *[1] * (x.ndim - 2))
    return mean, (centred * centred).sum(axis=axes) / len(x)
