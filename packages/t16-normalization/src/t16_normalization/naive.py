"""Normalisation within one sample, as the formulas say: what the fast versions are compared with.

Their NumPy functions all have derivatives, so they also serve for those of higher order.
"""

import numpy as np

from t16_normalization.checks import trailing_shape


def layer_norm_naive(x, normalized_shape, weight=None, bias=None, *, eps=1e-5):  # exercise
    """Return (x - mean) / sqrt(var + eps) * weight + bias over the last axes (Ba et al., 2016).

    `normalized_shape` is the shape of the axes at the end of x that share a mean and a variance;
    weight and bias have that shape or are None. The variance divides by the number of values.
    """
    axes = tuple(range(-len(trailing_shape(normalized_shape)), 0))
    mean = np.mean(x, axis=axes, keepdims=True)  # (..., 1)
    var = np.var(x, axis=axes, keepdims=True)
    return _affine((x - mean) / np.sqrt(var + eps), weight, bias)


def rms_norm_naive(x, normalized_shape, weight=None, *, eps=1e-5):  # exercise
    """Return x / sqrt(mean(x * x) + eps) * weight over the last axes (Zhang and Sennrich, 2019).

    Arguments as for `layer_norm_naive`; nothing is subtracted, and there is no bias.
    """
    axes = tuple(range(-len(trailing_shape(normalized_shape)), 0))
    square = np.mean(x * x, axis=axes, keepdims=True)  # (..., 1)
    return _affine(x / np.sqrt(square + eps), weight, None)


def group_norm_naive(x, num_groups, weight=None, bias=None, *, eps=1e-5):  # exercise
    """Return x (N, C, ...) normalised per sample and group of channels (Wu and He, 2018).

    Channels 0 to C / num_groups - 1 are the first group. It has one mean and one variance in each
    sample, over its channels and all positions; weight and bias are (C,), one number per channel,
    or None. x isn't empty.
    """
    rows = np.reshape(x, (x.shape[0], num_groups, -1))  # (N, G, C / G * L)
    mean = np.mean(rows, axis=2, keepdims=True)  # (N, G, 1)
    var = np.var(rows, axis=2, keepdims=True)
    out = np.reshape((rows - mean) / np.sqrt(var + eps), x.shape)  # (N, C, ...)
    kept = (-1,) + (1,) * (x.ndim - 2)
    weight, bias = (None if p is None else np.reshape(p, kept) for p in (weight, bias))
    return _affine(out, weight, bias)


def _affine(x, weight, bias):
    x = x if weight is None else x * weight
    return x if bias is None else x + bias
