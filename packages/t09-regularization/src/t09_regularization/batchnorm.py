"""Batch normalisation (Ioffe and Szegedy, 2015): every channel with mean 0 and variance 1."""

import numpy as np
from scratchcore import primitive
from t05_mlp import Module, Parameter

from t09_regularization.channels import (
    channel_affine,
    channel_dots,
    channel_scale_,
    channel_sums,
)
from t09_regularization.naive import batch_norm_naive

_FAR = 16  # squared distance of a mean from 0, in variances, from which x is centred first


def batch_moments(x):  # exercise
    """Return mean and variance of each channel of x (N, C, ...), both (C,).

    The variance divides by the number of samples of a channel, N times all axes after the second.
    A large mean must not spoil it: in float32 the mean of the squares minus the square of the mean
    has nothing left of a variance of 1 where the mean is 10,000.
    """
    count = x.size // x.shape[1]
    mean = channel_sums(x) / count  # (C,)
    square = mean * mean
    var = channel_dots(x, x) / count - square
    if (square > _FAR * var).any():
        centred, mean = _centre(x, mean)
        rest = channel_sums(centred) / count  # what that mean was off by
        mean, var = mean + rest, channel_dots(centred, centred) / count - rest * rest
    return mean, var


def update_running(running_mean, running_var, mean, var, count, momentum):  # exercise
    """Move the running statistics towards those of a batch, in place: `momentum` of the new ones.

    All four are (C,). `var` divided by `count`, the samples of a channel; the running variance
    estimates that of the population and takes it divided by count - 1.
    """
    running_mean *= 1 - momentum
    running_mean += momentum * mean
    running_var *= 1 - momentum
    running_var += momentum * count / (count - 1) * var


def normalize(x, mean, inv_std, weight, bias, out=None):  # exercise
    """Return (x - mean) * inv_std * weight + bias, channel by channel, in x's dtype.

    x is (N, C, ...), the others (C,); weight and bias may be None. The result is a new array, or
    `out`, another one of x's shape and dtype, if there is one. x may be float32 and near a mean
    of 10,000, which is then float64: subtract before you scale, and before you round.
    """
    x, mean = _near(x, mean, inv_std)
    scale = inv_std if weight is None else inv_std * weight
    shift = (0.0 if bias is None else bias) - mean * scale
    return channel_affine(x, scale, shift, out)


def _near(x, mean, inv_std):
    """Return x without its means, and what is left of them, where a mean is far from 0."""
    distance = mean * inv_std
    # the sum of squares bounds the largest, and BLAS has it at once
    if distance.dot(distance) <= _FAR or not (distance * distance).max() > _FAR:
        return x, mean
    x, rounded = _centre(x, mean)
    return x, mean - rounded


def _centre(x, mean):
    """Return x minus a mean rounded to its dtype, which is exact for x near it, and that mean."""
    rounded = mean.astype(x.dtype).astype(np.float64)
    return channel_affine(x, np.ones_like(mean), -rounded), rounded


def batch_norm_backward(g, x, mean, inv_std, weight, out=None):  # exercise
    """Return the gradients of x, weight and bias where mean and inv_std are those of the batch x.

    g and x are (N, C, ...), mean and inv_std (C,), weight (C,) or None, which counts as ones. With
    x_hat = (x - mean) * inv_std, the means taken over a channel's samples, the gradient of x is
    weight * inv_std * (g - mean(g) - x_hat * mean(g * x_hat)). It is written into `out`, an array
    of x's shape and dtype, if there is one.
    """
    x, mean = _near(x, mean, inv_std)
    count = x.size // x.shape[1]
    bias_grad = channel_sums(g)  # (C,)
    weight_grad = inv_std * (channel_dots(g, x) - mean * bias_grad)  # sum of g * x_hat
    slope = inv_std * weight_grad / count
    # the ways through the variance and the mean, taken from the direct one
    x_grad = channel_affine(x, slope, bias_grad / count - slope * mean, out)
    np.subtract(g, x_grad, out=x_grad)
    channel_scale_(x_grad, inv_std if weight is None else inv_std * weight)
    return x_grad, weight_grad.astype(x.dtype), bias_grad.astype(x.dtype)


def fixed_norm_backward(g, x, mean, inv_std, weight, out=None):  # exercise
    """Return the gradients of x, weight and bias where mean and inv_std are constants.

    Shapes, and `out`, as for `batch_norm_backward`.
    """
    x, mean = _near(x, mean, inv_std)
    bias_grad = channel_sums(g)  # (C,)
    weight_grad = inv_std * (channel_dots(g, x) - mean * bias_grad)
    x_grad = np.empty(g.shape, g.dtype) if out is None else out
    x_grad[...] = g
    channel_scale_(x_grad, inv_std if weight is None else inv_std * weight)
    return x_grad, weight_grad.astype(x.dtype), bias_grad.astype(x.dtype)


@primitive(composite=batch_norm_naive)
def batch_norm(  # exercise
    x, weight, bias, running_mean, running_var, *, training, momentum=0.1, eps=1e-5
):
    """Return x (N, C, ...) normalised per channel, and the function that pulls a gradient back.

    Training normalises by mean and variance of this batch and, unless they are None, updates the
    running statistics in place; otherwise those are used, and stay. weight and bias are (C,) or
    None. Training on one sample of a channel raises ValueError, as `require_channels` does for all
    that doesn't fit; an empty batch changes nothing.
    """
    require_channels(x, weight, bias, running_mean, running_var, training)
    if not x.size:
        none = np.zeros(x.shape[1], x.dtype)
        return x.copy(), lambda g: (g.copy(), none, none.copy())
    if training:
        mean, var = batch_moments(x)
        if running_mean is not None:
            update_running(running_mean, running_var, mean, var, x.size // x.shape[1], momentum)
    else:
        mean, var = running_mean.astype(np.float64), running_var.astype(np.float64)
    inv_std = 1 / np.sqrt(var + eps)  # (C,)
    backward = batch_norm_backward if training else fixed_norm_backward
    out = normalize(x, mean, inv_std, weight, bias)  # (N, C, ...)
    return out, lambda g: backward(g, x, mean, inv_std, weight)


def require_channels(x, weight, bias, running_mean, running_var, training):
    """Raise ValueError or TypeError unless x has statistics and the arrays fit together."""
    if x.dtype.kind != "f":
        raise TypeError(f"batch_norm: x must hold floating point numbers, got {x.dtype}")
    if x.ndim < 2:
        raise ValueError(f"batch_norm: x must have shape (N, C, ...), got {x.shape}")
    names = ("weight", "bias", "running_mean", "running_var")
    for name, array in zip(names, (weight, bias, running_mean, running_var), strict=True):
        if array is not None and array.shape != x.shape[1:2]:
            raise ValueError(
                f"batch_norm: {name} has shape {array.shape}, expected {x.shape[1:2]} "
                f"for x of shape {x.shape}"
            )
    if (running_mean is None) != (running_var is None):
        raise ValueError("batch_norm: give both of running_mean and running_var or neither")
    if not training and running_mean is None:
        raise ValueError("batch_norm: training=False needs running_mean and running_var")
    if training and x.size == x.shape[1] > 0:
        raise ValueError(
            f"batch_norm: training needs two samples of a channel, got x of shape {x.shape}"
        )


class BatchNorm(Module):
    """Normalise each channel of x (N, C, ...), then scale and shift it by what is learned.

    `momentum` is the weight of a new batch in the running statistics, None for the mean of all
    batches so far. Without `affine` nothing is learned; without `track_running_stats` evaluation
    uses its own batch as well. A subclass says in `ranks` how many axes x may have.
    """

    ranks = range(2, 33)

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.1,
        affine=True,
        track_running_stats=True,
        *,
        dtype=np.float32,
    ):
        super().__init__()
        if not isinstance(num_features, int | np.integer) or num_features < 1:
            raise ValueError(f"num_features must be a whole number from 1, got {num_features!r}")
        if not eps >= 0:
            raise ValueError(f"eps must be at least 0, got {eps}")
        if momentum is not None and not 0 <= momentum <= 1:
            raise ValueError(f"momentum must be in [0, 1] or None, got {momentum}")
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        self.weight = Parameter(np.ones(num_features, dtype)) if affine else None
        self.bias = Parameter(np.zeros(num_features, dtype)) if affine else None
        if not track_running_stats:
            self.running_mean = self.running_var = None
        else:
            self.register_buffer("running_mean", np.zeros(num_features, dtype))
            self.register_buffer("running_var", np.ones(num_features, dtype))
            self.register_buffer("num_batches_tracked", np.zeros((), np.int64))

    def forward(self, x):  # exercise
        """Normalise x by its own statistics in training, by the running ones otherwise.

        Each batch of the training counts in `num_batches_tracked` unless it is empty.
        `require_input` checks x.
        """
        self.require_input(x)
        counting = self.training and self.track_running_stats and x.size > 0
        momentum = self.momentum
        if momentum is None:
            momentum = 1 / (int(self.num_batches_tracked) + 1) if counting else 0.0
        out = batch_norm(
            x,
            self.weight,
            self.bias,
            self.running_mean,
            self.running_var,
            training=self.training or not self.track_running_stats,
            momentum=momentum,
            eps=self.eps,
        )
        if counting:
            self.num_batches_tracked[...] += 1
        return out

    def require_input(self, x):
        """Raise ValueError unless x has one of the ranks this layer is for, and its channels."""
        if x.ndim not in self.ranks or x.shape[1] != self.num_features:
            ranks = " or ".join(f"{rank}-D" for rank in self.ranks)
            raise ValueError(
                f"{type(self).__name__}: x must be {ranks} with {self.num_features} channels in "
                f"axis 1, got shape {x.shape}"
            )

    def extra_repr(self):
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    """Batch normalisation of (N, C) or (N, C, L), PyTorch's names and defaults."""

    ranks = (2, 3)
