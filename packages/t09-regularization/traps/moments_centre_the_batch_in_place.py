"""The batch is centred in place: the caller's data change."""

EXERCISE = "batch_moments"
MESSAGE = "x belongs to the caller"


def batch_moments(x):
    axes = (0, *range(2, x.ndim))
    mean = x.mean(axis=axes)
    x -= mean.reshape(-1, *[1] * (x.ndim - 2))
    return mean, (x * x).mean(axis=axes)
