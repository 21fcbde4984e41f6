"""Convolutions that cost less or make larger, and the blocks that are built of them."""

from t15_modern_convs.blocks import (
    ChannelNorm,
    ConvNeXtBlock,
    DepthwiseSeparableConv2d,
    InvertedResidual,
    SqueezeExcitation,
    relu6,
)
from t15_modern_convs.counting import (
    calls_of,
    conv_flops,
    conv_parameters,
    count_flops,
    count_parameters,
    layer_flops,
    separable_ratio,
)
from t15_modern_convs.depthwise import (
    depthwise_by_shifts,
    depthwise_conv2d,
    depthwise_forward,
    depthwise_input_gradient,
    depthwise_weight_gradient,
)
from t15_modern_convs.grouped import DepthwiseConv2d, GroupedConv2d, conv2d_grouped
from t15_modern_convs.stamps import output_padding_for, transposed_size
from t15_modern_convs.strips import band_matrix
from t15_modern_convs.transposed import (
    ConvTranspose2d,
    conv_transpose2d,
    conv_transpose2d_by_stuffing,
    stuff_zeros,
    transposed_at_once,
)

__all__ = [
    "ChannelNorm",
    "ConvNeXtBlock",
    "ConvTranspose2d",
    "DepthwiseConv2d",
    "DepthwiseSeparableConv2d",
    "GroupedConv2d",
    "InvertedResidual",
    "SqueezeExcitation",
    "band_matrix",
    "calls_of",
    "conv2d_grouped",
    "conv_flops",
    "conv_parameters",
    "conv_transpose2d",
    "conv_transpose2d_by_stuffing",
    "count_flops",
    "count_parameters",
    "depthwise_by_shifts",
    "depthwise_conv2d",
    "depthwise_forward",
    "depthwise_input_gradient",
    "depthwise_weight_gradient",
    "layer_flops",
    "output_padding_for",
    "relu6",
    "separable_ratio",
    "stuff_zeros",
    "transposed_at_once",
    "transposed_size",
]
