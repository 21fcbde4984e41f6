"""Convolution by loops: sizes, values and gradients, and what kernels do to a photograph."""

from t11_conv2d.geometry import (
    output_size,
    pair,
    receptive_field,
    require_conv,
    resolve_padding,
    windows,
)
from t11_conv2d.naive import (
    conv2d_bias_gradient_naive,
    conv2d_input_gradient_naive,
    conv2d_naive,
    conv2d_weight_gradient_naive,
    conv_windows,
    convolve2d,
    correlate2d,
    pad2d,
)
from t11_conv2d.pictures import SOBEL, blur, box_kernel, gaussian_kernel, photograph, sobel
from t11_conv2d.shifts import conv2d_by_shifts

__all__ = [
    "SOBEL",
    "blur",
    "box_kernel",
    "conv2d_bias_gradient_naive",
    "conv2d_by_shifts",
    "conv2d_input_gradient_naive",
    "conv2d_naive",
    "conv2d_weight_gradient_naive",
    "conv_windows",
    "convolve2d",
    "correlate2d",
    "gaussian_kernel",
    "output_size",
    "pad2d",
    "pair",
    "photograph",
    "receptive_field",
    "require_conv",
    "resolve_padding",
    "sobel",
    "windows",
]
