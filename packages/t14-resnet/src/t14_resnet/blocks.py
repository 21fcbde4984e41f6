"""Residual blocks (He et al., 2015): what they compute is added to what they were given.

The attributes are called as in torchvision, so that weights can be exchanged by name.
"""

import numpy as np
from t05_mlp import Module, Sequential
from t12_im2col import Conv2d

from t14_resnet.batchnorm import BatchNorm2d


def projection(in_channels, out_channels, stride=1, *, rng, dtype=np.float32):  # exercise
    """Return the module that brings x (N, in_channels, H, W) into the shape of a block's result.

    None where the shape is the same already, so that x itself can be added. Otherwise a `Conv2d` of
    1 x 1 with the block's stride, which has no bias, and a `BatchNorm2d`, in a `Sequential`.
    """
    if stride == 1 and in_channels == out_channels:
        return None
    conv = Conv2d(in_channels, out_channels, 1, stride, bias=False, rng=rng, dtype=dtype)
    return Sequential(conv, BatchNorm2d(out_channels, dtype=dtype))


class Block(Module):
    """What both kinds of block have: `residual`, and `downsample`, a module or None.

    Without `residual` it is a block of a plain network: nothing is added.
    """

    expansion = 1

    def __init__(self, in_channels, width, stride=1, *, residual=True, rng, dtype=np.float32):
        super().__init__()
        self.residual = residual
        self.add_layers(in_channels, width, stride, rng=rng, dtype=dtype)
        sizes = in_channels, width * self.expansion, stride
        self.downsample = projection(*sizes, rng=rng, dtype=dtype) if residual else None

    def add_layers(self, in_channels, width, stride, *, rng, dtype):
        """Make the convolutions and norms; a subclass says which."""
        raise NotImplementedError(f"{type(self).__name__} has no add_layers")

    def shortcut(self, x):  # exercise
        """Return what is added to the block's own result: x, or its projection by `downsample`.

        None in a block of a plain network.
        """
        if not self.residual:
            return None
        return x if self.downsample is None else self.downsample(x)


class BasicBlock(Block):
    """Two 3 x 3 convolutions; the first has the stride.

    `width` channels come out. No convolution has a bias: the norm after it would take it away.
    """

    def add_layers(self, in_channels, width, stride, *, rng, dtype):
        options = {"padding": 1, "bias": False, "rng": rng, "dtype": dtype}
        self.conv1 = Conv2d(in_channels, width, 3, stride, **options)
        self.bn1 = BatchNorm2d(width, dtype=dtype)
        self.conv2 = Conv2d(width, width, 3, **options)
        self.bn2 = BatchNorm2d(width, dtype=dtype)

    @property
    def last_norm(self):
        """The norm in front of the addition."""
        return self.bn2

    def forward(self, x):  # exercise
        """Return ReLU(norm(conv(ReLU(norm(conv(x))))) + shortcut(x)), (N, width, H', W').

        The norms take `relu` and `residual`; the ReLU comes after the addition.
        """
        out = self.bn1(self.conv1(x), relu=True)  # (N, width, H', W')
        return self.bn2(self.conv2(out), residual=self.shortcut(x), relu=True)


class Bottleneck(Block):
    """1 x 1 to `width` channels, 3 x 3 with the stride, 1 x 1 to 4 * width channels.

    The stride is in the 3 x 3, as in torchvision; in the paper it is in the first 1 x 1, which
    leaves three quarters of its input unread.
    """

    expansion = 4

    def add_layers(self, in_channels, width, stride, *, rng, dtype):
        options = {"bias": False, "rng": rng, "dtype": dtype}
        self.conv1 = Conv2d(in_channels, width, 1, **options)
        self.bn1 = BatchNorm2d(width, dtype=dtype)
        self.conv2 = Conv2d(width, width, 3, stride, padding=1, **options)
        self.bn2 = BatchNorm2d(width, dtype=dtype)
        self.conv3 = Conv2d(width, width * self.expansion, 1, **options)
        self.bn3 = BatchNorm2d(width * self.expansion, dtype=dtype)

    @property
    def last_norm(self):
        """The norm in front of the addition."""
        return self.bn3

    def forward(self, x):  # exercise
        """Return the block's result for x, (N, 4 * width, H', W').

        conv, norm, ReLU; conv, norm, ReLU; conv, norm; then the shortcut is added, then ReLU.
        """
        out = self.bn1(self.conv1(x), relu=True)  # (N, width, H, W)
        out = self.bn2(self.conv2(out), relu=True)  # (N, width, H', W')
        return self.bn3(self.conv3(out), residual=self.shortcut(x), relu=True)
