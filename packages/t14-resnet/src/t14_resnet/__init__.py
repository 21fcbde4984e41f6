"""Residual networks: batch norm of pictures, blocks with shortcuts, and what they are made into."""

from t14_resnet.batchnorm import (
    BatchNorm2d,
    BatchNormReLU2d,
    batch_norm2d,
    norm_backward,
    norm_forward,
)
from t14_resnet.blocks import BasicBlock, Block, Bottleneck, projection
from t14_resnet.naive import batch_norm2d_naive
from t14_resnet.resnet import ResNet, init_resnet_, make_stage, resnet8, resnet18, resnet20
from t14_resnet.study import gradient_sizes
from t14_resnet.tables import as_table, from_table

__all__ = [
    "BasicBlock",
    "BatchNorm2d",
    "BatchNormReLU2d",
    "Block",
    "Bottleneck",
    "ResNet",
    "as_table",
    "batch_norm2d",
    "batch_norm2d_naive",
    "from_table",
    "gradient_sizes",
    "init_resnet_",
    "make_stage",
    "norm_backward",
    "norm_forward",
    "projection",
    "resnet8",
    "resnet18",
    "resnet20",
]
