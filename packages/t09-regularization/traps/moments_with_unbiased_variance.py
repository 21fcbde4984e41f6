"""The variance is divided by one less than the number of samples."""

EXERCISE = "batch_moments"
MESSAGE = "not one less"


def batch_moments(x):
    axes = (0, *range(2, x.ndim))
    return x.mean(axis=axes), x.var(axis=axes, ddof=1)
