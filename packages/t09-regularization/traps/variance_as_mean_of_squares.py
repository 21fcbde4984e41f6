"""The mean of the squares minus the square of the mean: two large numbers cancel."""

EXERCISE = "batch_moments"
MESSAGE = "subtract the mean from x first"


def batch_moments(x):
    axes = (0, *range(2, x.ndim))
    mean = x.mean(axis=axes)
    return mean, np.maximum((x * x).mean(axis=axes) - mean * mean, 0)
