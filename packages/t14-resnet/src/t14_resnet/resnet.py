"""ResNet: a stem, stages of blocks, the mean over all places, a linear layer."""

import numpy as np
from t05_mlp import Linear, Module, Sequential
from t05_mlp.init import kaiming_normal_, zeros_
from t12_im2col import Conv2d
from t13_pooling import GlobalAvgPool2d, MaxPool2d

from t14_resnet.batchnorm import BatchNorm2d
from t14_resnet.blocks import BasicBlock, Block


class ResNet(Module):
    """Pictures (N, in_channels, H, W) to scores (N, num_classes).

    Stage i has layers[i] blocks of widths[i]; each stage after the first halves the picture. The
    stem "imagenet" is a 7 x 7 convolution and a max pool, both of stride 2, "cifar" a 3 x 3
    convolution. Parameters and buffers have torchvision's names. Without `residual` it is the plain
    network of the same depth. `zero_last_gamma` is described in `init_resnet_`.
    """

    def __init__(
        self,
        block,
        layers,
        *,
        widths=(64, 128, 256, 512),
        stem="imagenet",
        num_classes=1000,
        in_channels=3,
        residual=True,
        zero_last_gamma=True,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        require_sizes(block, layers, widths, stem)
        kernel, stride = (7, 2) if stem == "imagenet" else (3, 1)
        options = {"padding": kernel // 2, "bias": False, "rng": rng, "dtype": dtype}
        self.conv1 = Conv2d(in_channels, widths[0], kernel, stride, **options)
        self.bn1 = BatchNorm2d(widths[0], dtype=dtype)
        self.maxpool = MaxPool2d(3, 2, padding=1) if stem == "imagenet" else None
        self.stages = [f"layer{i + 1}" for i in range(len(layers))]
        channels, options = widths[0], {"residual": residual, "rng": rng, "dtype": dtype}
        for i, (name, count, width) in enumerate(zip(self.stages, layers, widths, strict=True)):
            stage = make_stage(block, channels, width, count, 1 if i == 0 else 2, **options)
            setattr(self, name, stage)
            channels = width * block.expansion
        self.avgpool = GlobalAvgPool2d()
        self.fc = Linear(channels, num_classes, rng=rng, dtype=dtype)
        init_resnet_(self, zero_last_gamma=zero_last_gamma, rng=rng)

    def forward(self, x):  # exercise
        """Return scores (N, num_classes) for x (N, in_channels, H, W).

        conv1, bn1 with ReLU, maxpool if there is one, the modules that `self.stages` names, avgpool
        to (N, channels), fc.
        """
        out = self.bn1(self.conv1(x), relu=True)
        out = out if self.maxpool is None else self.maxpool(out)
        for name in self.stages:
            out = getattr(self, name)(out)
        return self.fc(self.avgpool(out))


def make_stage(  # exercise
    block, in_channels, width, count, stride, *, residual=True, rng, dtype=np.float32
):
    """Return a Sequential of `count` blocks, the class `block` called for each.

    The first takes in_channels and the stride; the others take what it gives,
    width * block.expansion channels, and have stride 1. All options are passed on.
    """
    options = {"residual": residual, "rng": rng, "dtype": dtype}
    first = block(in_channels, width, stride, **options)
    channels = width * block.expansion
    return Sequential(first, *(block(channels, width, **options) for _ in range(count - 1)))


def init_resnet_(network, *, zero_last_gamma=True, rng):  # exercise
    """Draw all convolutions of `network` anew, and let its residual blocks begin as identities.

    Each Conv2d gets `kaiming_normal_` weights for ReLU by fan_out. With `zero_last_gamma`, the
    weight of `last_norm` becomes 0 in each Block whose `residual` is true: what the block computes
    counts for nothing at first (Goyal et al., 2017, section 5.1). Returns the network.
    """
    for module in network.modules():
        if isinstance(module, Conv2d):
            kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu", rng=rng)
        elif isinstance(module, Block) and module.residual and zero_last_gamma:
            zeros_(module.last_norm.weight)
    return network


def require_sizes(block, layers, widths, stem):
    """Raise ValueError or TypeError unless a ResNet can be made of these."""
    if not (isinstance(block, type) and issubclass(block, Block)):
        raise TypeError(f"block must be BasicBlock or Bottleneck, the class, got {block!r}")
    if stem not in ("imagenet", "cifar"):
        raise ValueError(f"stem must be 'imagenet' or 'cifar', got {stem!r}")
    if not len(layers) or len(layers) != len(widths):
        raise ValueError(
            f"layers and widths must have one number for each stage, got {layers} and {widths}"
        )
    if any(count < 1 for count in layers):
        raise ValueError(f"layers must be at least 1 block each, got {layers}")


def resnet8(num_classes=10, *, rng, **options):
    """Return the network for small pictures with one block a stage, widths 16, 32, 64."""
    return _small(1, num_classes, rng=rng, **options)


def resnet20(num_classes=10, *, rng, **options):
    """Return the network for small pictures with three blocks a stage (He et al., 2015, 4.2)."""
    return _small(3, num_classes, rng=rng, **options)


def _small(blocks, num_classes, **options):
    given = {"widths": (16, 32, 64), "stem": "cifar", "num_classes": num_classes}
    return ResNet(BasicBlock, (blocks,) * 3, **{**given, **options})


def resnet18(num_classes=1000, *, rng, **options):
    """Return the smallest network for ImageNet: two blocks a stage, widths 64 to 512."""
    return ResNet(BasicBlock, (2, 2, 2, 2), num_classes=num_classes, rng=rng, **options)
