"""np.var with ddof=1: the estimate for a population."""

EXERCISE = "mean_and_variance"
MESSAGE = "divides by D, not by D - 1"


def mean_and_variance(x):
    wide = x.astype(np.float64)
    centred = wide - wide.mean(axis=1, keepdims=True)
    return wide.mean(axis=1), (centred * centred).sum(axis=1) / max(x.shape[1] - 1, 1)
