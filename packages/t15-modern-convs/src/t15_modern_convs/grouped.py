"""Grouped convolution: the channels in groups that don't see each other."""

import numpy as np
from t11_conv2d import require_conv
from t11_conv2d.geometry import is_whole
from t12_im2col import Conv2d, conv2d

from t15_modern_convs.depthwise import depthwise_conv2d


def conv2d_grouped(  # exercise
    x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1
):
    """Return the convolution of x in `groups` groups of channels, (N, O, OH, OW).

    x is (N, C, H, W), weight (O, C / groups, KH, KW), bias (O,) or None. The first C / groups
    channels of x and the first O / groups kernels make the first O / groups channels of the output,
    and so on. One group is `conv2d`, as many as channels `depthwise_conv2d`. `require_conv` checks
    the arrays; other options as for `conv2d`.
    """
    require_conv(x, weight, bias, groups)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    if groups == 1:
        return conv2d(x, weight, bias, **options)
    if groups == x.shape[1]:
        return depthwise_conv2d(x, weight, bias, **options)
    inputs, outputs = x.shape[1] // groups, len(weight) // groups
    parts = []
    for k in range(groups):
        ours = slice(k * outputs, (k + 1) * outputs)
        some = x[:, k * inputs : (k + 1) * inputs]  # (N, C / groups, H, W)
        shift = None if bias is None else bias[ours]
        parts.append(conv2d(some, weight[ours], shift, **options))
    return np.concatenate(parts, axis=1)


class GroupedConv2d(Conv2d):
    """Convolution in groups, with PyTorch's arguments and initial values."""

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        *,
        rng,
        dtype=np.float32,
    ):
        require_groups(groups, in_channels=in_channels, out_channels=out_channels)
        inputs = in_channels // groups
        options = {"stride": stride, "padding": padding, "dilation": dilation, "bias": bias}
        super().__init__(inputs, out_channels, kernel_size, **options, rng=rng, dtype=dtype)
        self.in_channels, self.groups = in_channels, groups

    def forward(self, x):
        """Convolve x (N, in_channels, H, W) with this layer's weight, bias and settings."""
        return conv2d_grouped(
            x,
            self.weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            groups=self.groups,
        )

    def extra_repr(self):
        return f"{super().extra_repr()}, groups={self.groups}"


def require_groups(groups, **channels):
    """Raise ValueError unless `groups` is a whole number that divides each of the `channels`."""
    require_whole(groups=groups)
    for name, count in channels.items():
        if not isinstance(count, int | np.integer) or count < 1 or count % groups:
            raise ValueError(f"{name} must be a multiple of groups={groups}, got {count!r}")


def require_whole(**numbers):
    """Raise ValueError with the name of the first of `numbers` that is no whole number from 1."""
    for name, value in numbers.items():
        if not is_whole(value) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1, got {value!r}")


class DepthwiseConv2d(GroupedConv2d):
    """Depthwise convolution with `multiplier` kernels for each of the channels."""

    def __init__(
        self,
        channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        multiplier=1,
        bias=True,
        *,
        rng,
        dtype=np.float32,
    ):
        require_whole(channels=channels, multiplier=multiplier)
        super().__init__(
            channels,
            channels * multiplier,
            kernel_size,
            stride,
            padding,
            dilation,
            groups=channels,
            bias=bias,
            rng=rng,
            dtype=dtype,
        )
