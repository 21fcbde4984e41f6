"""Instance normalisation: each channel of each picture by itself (Ulyanov et al., 2016)."""

import math

import numpy as np
from scratchcore import Tensor
from t09_regularization import BatchNorm, batch_norm, update_running

from t16_normalization.checks import require_channel_groups
from t16_normalization.groupnorm import group_norm
from t16_normalization.rows import mean_and_variance


def instance_norm(  # exercise
    x,
    running_mean=None,
    running_var=None,
    weight=None,
    bias=None,
    *,
    use_input_stats=True,
    momentum=0.1,
    eps=1e-5,
):
    """Return x (N, C, ...) with mean 0 and variance 1 in each channel of each sample.

    weight, bias and the running statistics are (C,) or None. With `use_input_stats` the statistics
    are those of x, and the running ones, if there are any, move in place by `momentum` towards the
    mean over the samples of means and unbiased variances, unless x is empty. Otherwise the running
    ones are used, as batch norm does. `require_positions` checks the arguments.
    """
    require_positions(x, running_mean, running_var, weight, bias, use_input_stats)
    if not use_input_stats:
        return batch_norm(x, weight, bias, running_mean, running_var, training=False, eps=eps)
    if running_mean is not None and x.size:
        array = x.data if isinstance(x, Tensor) else x
        samples, channels, *positions = x.shape
        count = math.prod(positions)
        moments = mean_and_variance(array.reshape(samples * channels, count))  # (N * C,)
        mean, var = (values.reshape(samples, channels).mean(axis=0) for values in moments)
        update_running(running_mean, running_var, mean, var, count, momentum)
    return group_norm(x, x.shape[1], weight, bias, eps=eps)


def require_positions(x, running_mean, running_var, weight, bias, use_input_stats):
    """Raise ValueError or TypeError unless a channel has a variance and the arrays fit together."""
    require_channel_groups("instance_norm", x, 1, weight, bias)
    for name, array in (("running_mean", running_mean), ("running_var", running_var)):
        if array is not None and array.shape != x.shape[1:2]:
            raise ValueError(
                f"instance_norm: {name} has shape {array.shape}, expected {x.shape[1:2]} "
                f"for x of shape {x.shape}"
            )
    if (running_mean is None) != (running_var is None):
        raise ValueError("instance_norm: give both of running_mean and running_var or neither")
    if not use_input_stats and running_mean is None:
        raise ValueError("instance_norm: use_input_stats=False needs the running statistics")
    if use_input_stats and math.prod(x.shape[2:]) == 1:
        raise ValueError(
            "instance_norm: a channel of one sample needs two positions to have a variance, got x "
            f"of shape {x.shape}"
        )


class InstanceNorm(BatchNorm):
    """Normalise each channel of each sample of x (N, C, ...); a subclass says which ranks x has.

    By default nothing is learned and nothing remembered. With `track_running_stats` evaluation
    uses what ran along in training, as batch norm does; `num_batches_tracked` stays 0.
    """

    def __init__(
        self,
        num_features,
        eps=1e-5,
        momentum=0.1,
        affine=False,
        track_running_stats=False,
        *,
        dtype=np.float32,
    ):
        if momentum is None:
            raise ValueError("momentum must be in [0, 1], got None: batches are not counted")
        super().__init__(num_features, eps, momentum, affine, track_running_stats, dtype=dtype)

    def forward(self, x):
        self.require_input(x)
        return instance_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            use_input_stats=self.training or not self.track_running_stats,
            momentum=self.momentum,
            eps=self.eps,
        )


class InstanceNorm1d(InstanceNorm):
    """Instance normalisation of (N, C, L), PyTorch's names and defaults."""

    ranks = (3,)


class InstanceNorm2d(InstanceNorm):
    """Instance normalisation of (N, C, H, W), PyTorch's names and defaults."""

    ranks = (4,)
