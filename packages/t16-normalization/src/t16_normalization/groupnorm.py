"""Group normalisation: one mean and one variance for a few channels of one sample."""

import math

import numpy as np
from scratchcore import primitive
from t05_mlp import Module, Parameter

from t16_normalization.checks import require_channel_groups, require_divisor, require_eps
from t16_normalization.naive import group_norm_naive
from t16_normalization.rows import FAR, by_blocks, dot_rows, mean_and_variance, sum_rows


@primitive(composite=group_norm_naive)
def group_norm(x, num_groups, weight=None, bias=None, *, eps=1e-5):  # exercise
    """Return x (N, C, ...) normalised per sample and group, and the function for the way back.

    Arguments as for `group_norm_naive`, `require_channel_groups` checks them. The result has x's
    dtype; an empty x gives an empty one. `group_norm_backward` does the way back.
    """
    require_channel_groups("group_norm", x, num_groups, weight, bias)
    samples = x.reshape(*x.shape[:2], math.prod(x.shape[2:]))  # (N, C, L)
    if not x.size:
        none = np.zeros(x.shape[1], x.dtype)
        return x.copy(), lambda g: (g.copy(), None, none, none.copy())
    out = np.empty(samples.shape, x.dtype)
    mean, inv_std = np.empty((len(x), num_groups)), np.empty((len(x), num_groups))  # (N, G)

    def forward(start, stop):
        xb, statistics = samples[start:stop], (stop - start, num_groups)
        block_mean, var = mean_and_variance(xb.reshape(math.prod(statistics), -1))  # (n * G,)
        mean[start:stop] = block_mean.reshape(statistics)
        inv_std[start:stop] = 1 / np.sqrt(var + eps).reshape(statistics)
        xb, rest = _near(xb, mean[start:stop], inv_std[start:stop])
        scale = _per_channel(inv_std[start:stop], xb)  # (n, C)
        scale = scale if weight is None else scale * weight
        shift = (0.0 if bias is None else bias) - _per_channel(rest, xb) * scale
        np.multiply(xb, scale.astype(x.dtype)[:, :, None], out=out[start:stop])
        out[start:stop] += shift.astype(x.dtype)[:, :, None]

    by_blocks(forward, len(x), samples[0].size, samples.shape[2])

    def backward(g):
        x_grad, *others = group_norm_backward(
            g.reshape(samples.shape), samples, mean, inv_std, weight
        )
        return x_grad.reshape(x.shape), None, *others

    return out.reshape(x.shape), backward


def _per_channel(values, x):
    """Return the value of each channel's group, (n, C), from values (n, G)."""
    return np.repeat(values, x.shape[1] // values.shape[1], axis=1)


def _near(x, mean, inv_std):
    """Return x without its means, and what is left of them, where one is far from 0."""
    if np.abs(mean * inv_std).max() <= FAR**0.5:
        return x, mean
    rounded = mean.astype(x.dtype)
    return x - _per_channel(rounded, x)[:, :, None], mean - rounded


def group_norm_backward(g, x, mean, inv_std, weight):  # exercise
    """Return the gradients of x (N, C, L), weight (C,) and bias (C,).

    g and x are (N, C, L), mean and inv_std those of the groups (N, G), weight (C,) or None, which
    counts as ones. With h = g * weight and x_hat = (x - mean) * inv_std, the means taken over a
    group of one sample, the gradient of x is inv_std * (h - mean(h) - x_hat * mean(h * x_hat)).
    """
    channels = x.shape[1]
    scale = np.ones(channels, x.dtype) if weight is None else weight  # (C,)
    x_grad = np.empty(x.shape, x.dtype)

    def block(start, stop):
        gb, (mb, sb) = g[start:stop], (mean[start:stop], inv_std[start:stop])  # (n, G)
        xb, mb = _near(x[start:stop], mb, sb)
        m, s = _per_channel(mb, xb), _per_channel(sb, xb)  # (n, C)
        bias_grad = sum_rows(gb.reshape(-1, gb.shape[2])).reshape(s.shape)  # (n, C)
        weight_grad = s * (dot_rows(gb, xb) - m * bias_grad)  # (n, C), the sums of g * x_hat
        size = xb[0].size // sb.shape[1]  # values of a group
        offset = _per_channel(_group_sums(scale * bias_grad, sb), xb) / size  # mean(h)
        slope = s * _per_channel(_group_sums(scale * weight_grad, sb), xb) / size
        _combine(xb, -s * slope, s * (slope * m - offset), gb, s * scale, x_grad[start:stop])
        return np.array([weight_grad.sum(axis=0), bias_grad.sum(axis=0)])

    sums = sum(by_blocks(block, len(x), x[0].size, x.shape[2]))  # (2, C)
    return x_grad, *sums.astype(x.dtype)


def _group_sums(values, like):
    """Return the sums over the channels of a group, in the shape (n, G) of `like`."""
    return values.reshape(*like.shape, -1).sum(axis=2)


def _combine(x, slope, shift, g, factor, out):
    """Write x * slope + shift + g * factor into out; x and g are (n, C, L), the others (n, C)."""
    slope, shift, factor = (v.astype(x.dtype)[:, :, None] for v in (slope, shift, factor))
    np.multiply(x, slope, out=out)
    out += shift
    out += g * factor


class GroupNorm(Module):
    """Normalise each sample's channels in groups, then scale and shift each channel as learned."""

    def __init__(self, num_groups, num_channels, eps=1e-5, affine=True, *, dtype=np.float32):
        super().__init__()
        if not isinstance(num_channels, int | np.integer) or num_channels < 1:
            raise ValueError(f"num_channels must be a whole number from 1, got {num_channels!r}")
        require_divisor("GroupNorm", num_groups, num_channels)
        self.num_groups, self.num_channels = num_groups, num_channels
        self.eps, self.affine = require_eps(eps), affine
        self.weight = Parameter(np.ones(num_channels, dtype)) if affine else None
        self.bias = Parameter(np.zeros(num_channels, dtype)) if affine else None

    def forward(self, x):
        if x.ndim < 2 or x.shape[1] != self.num_channels:
            raise ValueError(
                f"GroupNorm: x must have {self.num_channels} channels in axis 1, got {x.shape}"
            )
        return group_norm(x, self.num_groups, self.weight, self.bias, eps=self.eps)

    def extra_repr(self):
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={self.affine}"
