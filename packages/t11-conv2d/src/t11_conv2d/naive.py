"""Convolution as its definition says, one output after the other: slow, and easy to believe."""

import numpy as np
from scratchcore import primitive

from t11_conv2d.geometry import output_size, pair, require_conv, resolve_padding, windows
from t11_conv2d.shifts import conv2d_by_shifts


def correlate2d(picture, kernel):  # exercise
    """Return the cross-correlation (H - KH + 1, W - KW + 1) of picture (H, W) and kernel (KH, KW).

    out[i, j] = sum over a, b of picture[i + a, j + b] * kernel[a, b]: what deep learning calls a
    convolution. `output_size` raises when the kernel is larger than the picture.
    """
    out_h = output_size(picture.shape[0], kernel.shape[0])
    out_w = output_size(picture.shape[1], kernel.shape[1])
    out = np.zeros_like(picture, shape=(out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            window = picture[i : i + kernel.shape[0], j : j + kernel.shape[1]]  # (KH, KW)
            out[i, j] = np.sum(window * kernel)
    return out


def convolve2d(picture, kernel):  # exercise
    """Return the convolution of mathematics and signal processing, where the kernel is whole.

    out[i, j] = sum over a, b of picture[i + KH - 1 - a, j + KW - 1 - b] * kernel[a, b], of shape
    (H - KH + 1, W - KW + 1). It is the one that commutes and that `np.convolve` computes.
    """
    return correlate2d(picture, kernel[::-1, ::-1])


def pad2d(x, padding):  # exercise
    """Return x (N, C, H, W) with zeros around: padding is ((top, bottom), (left, right))."""
    (top, bottom), (left, right) = padding
    height, width = x.shape[2:]
    shape = (*x.shape[:2], top + height + bottom, left + width + right)
    out = np.zeros_like(x, shape=shape)
    out[:, :, top : top + height, left : left + width] = x
    return out


@primitive(composite=conv2d_by_shifts)
def conv2d_naive(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the cross-correlation of x and weight plus bias, and how to pull a gradient back.

    x is (N, C, H, W), weight (O, C, KH, KW), bias (O,) or None, the output (N, O, OH, OW). `stride`
    and `dilation` are numbers or pairs, `padding` what `resolve_padding` takes. `require_conv`
    checks the arrays, `conv_windows` gives padding and windows.
    """
    require_conv(x, weight, bias)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    sides, size, places = conv_windows(x.shape, weight.shape[2:], **options)
    padded = pad2d(x, sides)  # (N, C, top + H + bottom, left + W + right)
    out = np.zeros_like(x, shape=(len(x), len(weight), *size))
    for n in range(len(x)):
        for o in range(len(weight)):
            shift = 0 if bias is None else bias[o]
            for i, j, rows, columns in places:
                out[n, o, i, j] = np.sum(padded[n, :, rows, columns] * weight[o]) + shift
    return out, lambda g: (
        lambda: conv2d_input_gradient_naive(g, weight, x.shape, **options),
        lambda: conv2d_weight_gradient_naive(g, x, weight.shape[2:], **options),
        lambda: conv2d_bias_gradient_naive(g),
    )


def conv_windows(input_shape, kernel_size, *, stride=1, padding=0, dilation=1):
    """Return ((top, bottom), (left, right)), (OH, OW), and the `windows` of the padded input."""
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    kernel_size = pair(kernel_size, "kernel_size")
    sides = resolve_padding(padding, kernel_size, stride=stride, dilation=dilation)
    size = tuple(
        output_size(length, kernel, stride=step, padding=side, dilation=gap)
        for length, kernel, step, side, gap in zip(
            input_shape[2:], kernel_size, stride, sides, dilation, strict=True
        )
    )
    return sides, size, windows(size, kernel_size, stride=stride, dilation=dilation)


def conv2d_input_gradient_naive(  # exercise
    g, weight, input_shape, *, stride=1, padding=0, dilation=1
):
    """Return the gradient (N, C, H, W) = input_shape of x, for the gradient g (N, O, OH, OW).

    Each output spreads its gradient over the window that it saw. What falls on the padding is
    dropped, and pixels that no window reached get 0.
    """
    ((top, bottom), (left, right)), _, places = conv_windows(
        input_shape, weight.shape[2:], stride=stride, padding=padding, dilation=dilation
    )
    batch, channels, height, width = input_shape
    padded = np.zeros_like(g, shape=(batch, channels, top + height + bottom, left + width + right))
    for n in range(batch):
        for o in range(len(weight)):
            for i, j, rows, columns in places:
                padded[n, :, rows, columns] += g[n, o, i, j] * weight[o]  # (C, KH, KW)
    return padded[:, :, top : top + height, left : left + width]


def conv2d_weight_gradient_naive(  # exercise
    g, x, kernel_size, *, stride=1, padding=0, dilation=1
):
    """Return the gradient (O, C, KH, KW) of weight, for the gradient g (N, O, OH, OW).

    A weight is used in every window of every sample: the windows of x, each times the gradient of
    its output, add up.
    """
    sides, _, places = conv_windows(
        x.shape, kernel_size, stride=stride, padding=padding, dilation=dilation
    )
    padded = pad2d(x, sides)
    out = np.zeros_like(g, shape=(g.shape[1], x.shape[1], *pair(kernel_size, "kernel_size")))
    for n in range(len(x)):
        for o in range(g.shape[1]):
            for i, j, rows, columns in places:
                out[o] += g[n, o, i, j] * padded[n, :, rows, columns]  # (C, KH, KW)
    return out


def conv2d_bias_gradient_naive(g):  # exercise
    """Return the gradient (O,) of bias, for the gradient g (N, O, OH, OW)."""
    return np.sum(g, axis=(0, 2, 3))
