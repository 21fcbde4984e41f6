"""Batch norm, the addition of a shortcut and ReLU, one operation after the other."""

import numpy as np
from t09_regularization import batch_norm_naive


def batch_norm2d_naive(  # exercise
    x,
    weight,
    bias,
    running_mean=None,
    running_var=None,
    residual=None,
    *,
    training,
    momentum=0.1,
    eps=1e-5,
    relu=False,
):
    """Return x (N, C, H, W) normalised by `batch_norm_naive`, plus `residual`, cut off below 0.

    residual has x's shape, or is None for nothing to add; only with `relu` do negative numbers
    become 0, and they do so last. Updates no statistics. Takes tensors, as its parts do, so that it
    has derivatives of any order.
    """
    options = {"training": training, "momentum": momentum, "eps": eps}
    out = batch_norm_naive(x, weight, bias, running_mean, running_var, **options)
    out = out if residual is None else out + residual
    return np.maximum(out, 0) if relu else out
