"""Batch normalisation as the formula says: what the fast version is compared with.

Its NumPy functions all have derivatives, so it also serves for those of higher order.
"""

import numpy as np


def batch_norm_naive(  # exercise
    x, weight, bias, running_mean=None, running_var=None, *, training, momentum=0.1, eps=1e-5
):
    """Return x (N, C, ...) normalised per channel: (x - mean) / sqrt(var + eps) * weight + bias.

    Training takes mean and variance from x itself: over all axes but the second, the variance
    divided by the number of samples. Otherwise they are running_mean and running_var. The four
    parameters are (C,), weight and bias may be None. Updates nothing: momentum is there only so
    that `batch_norm` can be called the same way. Written with NumPy functions, so that it takes
    tensors.
    """
    axes = (0, *range(2, x.ndim))
    kept = (1, -1) + (1,) * (x.ndim - 2)
    if training:
        mean, var = np.mean(x, axis=axes), np.var(x, axis=axes)  # (C,)
    else:
        mean, var = running_mean, running_var
    out = (x - np.reshape(mean, kept)) / np.sqrt(np.reshape(var, kept) + eps)  # (N, C, ...)
    out = out if weight is None else out * np.reshape(weight, kept)
    return out if bias is None else out + np.reshape(bias, kept)
