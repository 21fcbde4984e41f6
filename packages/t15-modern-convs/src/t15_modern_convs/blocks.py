"""Blocks that put cheap convolutions together: MobileNet's, MobileNetV2's and ConvNeXt's."""

import numpy as np
from t05_mlp import Linear, Module, Parameter
from t07_activations import gelu, relu, sigmoid
from t11_conv2d import pair
from t12_im2col import Conv2d
from t13_pooling import global_avg_pool2d
from t14_resnet import BatchNorm2d

from t15_modern_convs.grouped import DepthwiseConv2d, require_whole


def relu6(x):
    """Return x, at least 0 and at most 6 (Krizhevsky, 2010)."""
    return np.clip(x, 0.0, 6.0)


class DepthwiseSeparableConv2d(Module):
    """A convolution in two steps (Howard et al., 2017): in space, then across the channels.

    `depthwise` has a kernel for each of the in_channels, `pointwise` is 1x1.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        bias=True,
        *,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        require_whole(in_channels=in_channels)
        options = {"stride": stride, "padding": padding, "dilation": dilation, "bias": bias}
        self.depthwise = DepthwiseConv2d(in_channels, kernel_size, **options, rng=rng, dtype=dtype)
        self.pointwise = Conv2d(in_channels, out_channels, 1, bias=bias, rng=rng, dtype=dtype)

    def forward(self, x):
        """Filter each channel of x by itself, then mix the channels of every pixel."""
        return self.pointwise(self.depthwise(x))


class SqueezeExcitation(Module):
    """Weigh the channels by what the whole picture holds (Hu et al., 2018).

    `squeeze` makes `squeezed` numbers of the channels' means, `excite` a weight for each channel.
    """

    def __init__(self, channels, squeezed, *, rng, dtype=np.float32):
        super().__init__()
        self.squeeze = Linear(channels, squeezed, rng=rng, dtype=dtype)
        self.excite = Linear(squeezed, channels, rng=rng, dtype=dtype)

    def forward(self, x):  # exercise
        """Return x (N, C, H, W), each channel of each picture times a number between 0 and 1.

        The mean of every channel, `squeeze`, relu, `excite`, sigmoid.
        """
        means = global_avg_pool2d(x)  # (N, C)
        gates = sigmoid(self.excite(relu(self.squeeze(means))))  # (N, C)
        return x * np.reshape(gates, (*x.shape[:2], 1, 1))


def keeping_size(kernel_size):
    """Return the padding (rows, columns) that keeps the size of a picture, for odd kernels."""
    kernel = pair(kernel_size, "kernel_size")
    if any(side % 2 == 0 for side in kernel):
        raise ValueError(
            f"kernel_size must be odd, got {kernel_size}: an even kernel would change the size"
        )
    return kernel[0] // 2, kernel[1] // 2


class InvertedResidual(Module):
    """MobileNetV2's block (Sandler et al., 2018): wide inside, narrow at its ends.

    1x1 to `expansion` times the channels (left out for 1), depthwise, 1x1 down again, each followed
    by a batch norm. With `squeezed`, a SqueezeExcitation of that many numbers comes after the
    depthwise part (MobileNetV3). The shortcut exists where shapes allow it; for that, the kernel's
    sides are odd.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        stride=1,
        expansion=6,
        kernel_size=3,
        squeezed=None,
        *,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        require_whole(in_channels=in_channels, expansion=expansion)
        wide, padding = in_channels * expansion, keeping_size(kernel_size)
        same = {"bias": False, "rng": rng, "dtype": dtype}
        self.shortcut = pair(stride, "stride") == (1, 1) and in_channels == out_channels
        self.expand = Conv2d(in_channels, wide, 1, **same) if expansion != 1 else None
        self.expand_norm = BatchNorm2d(wide, dtype=dtype) if expansion != 1 else None
        self.depthwise = DepthwiseConv2d(wide, kernel_size, stride, padding, **same)
        self.depthwise_norm = BatchNorm2d(wide, dtype=dtype)
        self.attention = None
        if squeezed is not None:
            self.attention = SqueezeExcitation(wide, squeezed, rng=rng, dtype=dtype)
        self.project = Conv2d(wide, out_channels, 1, **same)
        self.project_norm = BatchNorm2d(out_channels, dtype=dtype)

    def forward(self, x):  # exercise
        """Return the block's output for x (N, in_channels, H, W).

        Every norm but the last is followed by relu6: the narrow end is linear. `expand` and
        `attention` may be None.
        """
        out = x
        if self.expand is not None:
            out = relu6(self.expand_norm(self.expand(out)))
        out = relu6(self.depthwise_norm(self.depthwise(out)))
        if self.attention is not None:
            out = self.attention(out)
        out = self.project_norm(self.project(out))
        return x + out if self.shortcut else out

    def extra_repr(self):
        return f"shortcut={self.shortcut}"


class ChannelNorm(Module):
    """Normalise the channels of every pixel by themselves, then scale and shift each channel.

    Layer normalisation along axis 1: no statistics of a batch, the same in training and evaluation.
    """

    def __init__(self, channels, eps=1e-6, *, dtype=np.float32):
        super().__init__()
        require_whole(channels=channels)
        self.eps = eps
        self.weight = Parameter(np.ones(channels, dtype))
        self.bias = Parameter(np.zeros(channels, dtype))

    def forward(self, x):  # exercise
        """Return (x - mean) / sqrt(var + eps) * weight + bias, with mean and var over axis 1.

        x is (N, C, H, W), the variance divides by C. `require_picture_channels` checks x.
        """
        require_picture_channels(x, self.weight.size)
        centred = x - np.mean(x, axis=1, keepdims=True)
        var = np.mean(centred * centred, axis=1, keepdims=True)  # (N, 1, H, W)
        scale, shift = (np.reshape(p, (-1, 1, 1)) for p in (self.weight, self.bias))
        return centred / np.sqrt(var + self.eps) * scale + shift

    def extra_repr(self):
        return f"{self.weight.size}, eps={self.eps}"


def require_picture_channels(x, channels):
    """Raise ValueError unless x is (N, C, H, W) with as many channels as the norm has weights."""
    if x.ndim != 4 or x.shape[1] != channels:
        raise ValueError(f"ChannelNorm: x must be (N, {channels}, H, W), got shape {x.shape}")


class ConvNeXtBlock(Module):
    """ConvNeXt's block (Liu et al., 2022): a large depthwise kernel, then two layers per pixel.

    `norm(dim, dtype=...)` makes the normalisation. `layer_scale` is what the learned weights
    `gamma` of the branch begin with, None for no such weights. The kernel's sides are odd.
    """

    def __init__(
        self,
        dim,
        *,
        kernel_size=7,
        expansion=4,
        layer_scale=1e-6,
        norm=ChannelNorm,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        require_whole(dim=dim, expansion=expansion)
        padding, same = keeping_size(kernel_size), {"rng": rng, "dtype": dtype}
        self.depthwise = DepthwiseConv2d(dim, kernel_size, padding=padding, **same)
        self.norm = norm(dim, dtype=dtype)
        self.expand = Conv2d(dim, expansion * dim, 1, **same)
        self.project = Conv2d(expansion * dim, dim, 1, **same)
        self.gamma = None
        if layer_scale is not None:
            self.gamma = Parameter(np.full(dim, layer_scale, dtype))

    def forward(self, x):  # exercise
        """Return x + gamma * project(gelu(expand(norm(depthwise(x))))), gamma one per channel."""
        out = self.project(gelu(self.expand(self.norm(self.depthwise(x)))))
        if self.gamma is not None:
            out = out * np.reshape(self.gamma, (-1, 1, 1))
        return x + out
