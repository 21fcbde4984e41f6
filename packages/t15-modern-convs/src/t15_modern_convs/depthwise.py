"""Depthwise convolution: every channel has kernels of its own, and no channel sees another.

There is hardly anything to compute, and most of it would be traffic to memory: adding up shifted
pictures takes two passes over all of them for each tap. The fast way lets BLAS do it: a strip of
`TILE` neighbouring outputs is a small matrix, full of zeros beside its band, times the pixels that
the strip sees. It multiplies several times as often, and is twice as fast.
"""

import numpy as np
from scratchcore import primitive
from t11_conv2d import output_size, pair, require_conv, resolve_padding
from t12_im2col import batch_innermost, conv2d_bias_gradient, from_rows, in_two_threads, rows

from t15_modern_convs.strips import Strips, band_matrix


def depthwise_by_shifts(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the depthwise convolution as a sum over the KH * KW taps, from NumPy functions only.

    x is (N, C, H, W), weight (C * m, 1, KH, KW), bias (C * m,) or None, the output
    (N, C * m, OH, OW). Output channel c * m + j is channel c of x under kernel c * m + j. Works on
    tensors, for derivatives of every order. `depthwise_grid` reads the options.
    """
    (stride_h, stride_w), sides, (gap_h, gap_w), (out_h, out_w) = depthwise_grid(
        x.shape, weight.shape, stride, padding, dilation
    )
    x = np.pad(x, ((0, 0), (0, 0), *sides))
    out = 0.0
    for i in range(weight.shape[2]):
        for j in range(weight.shape[3]):
            down = slice(i * gap_h, i * gap_h + (out_h - 1) * stride_h + 1, stride_h)
            across = slice(j * gap_w, j * gap_w + (out_w - 1) * stride_w + 1, stride_w)
            taps = np.reshape(weight[:, 0, i, j], (x.shape[1], -1, 1, 1))  # (C, m, 1, 1)
            out = out + x[:, :, None, down, across] * taps  # (N, C, m, OH, OW)
    out = np.reshape(out, (x.shape[0], weight.shape[0], out_h, out_w))
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1))


def depthwise_grid(shape, weight_shape, stride, padding, dilation):
    """Return stride, ((top, bottom), (left, right)), dilation and (OH, OW), all as pairs."""
    kernel = tuple(weight_shape[2:])
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    size = tuple(
        output_size(length, taps, stride=step, padding=side, dilation=gap)
        for length, taps, step, side, gap in zip(
            shape[2:], kernel, stride, sides, dilation, strict=True
        )
    )
    return stride, sides, dilation, size


def depthwise_forward(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the depthwise convolution of a raw x (N, C, H, W), batch-innermost.

    Shapes as for `depthwise_by_shifts`. `Strips(lines, ...)` cuts `rows` of x into strips;
    `strips.multiply(bands, out)` writes bands @ strips into out (OH, C, OW, N). The m kernels of a
    channel take turns: weight[j::m] and the channels j::m of the output belong to kernel j of each.
    """
    stride, sides, dilation, size = depthwise_grid(x.shape, weight.shape, stride, padding, dilation)
    lines = rows(batch_innermost(x))  # (H, C, W, N)
    out = np.empty((size[0], len(weight), size[1], len(x)), x.dtype)
    strips = Strips(lines, weight.shape[2:], size, stride, sides, dilation)
    m = len(weight) // x.shape[1]
    for j in range(m):
        bands = band_matrix(weight[j::m, 0], strips.tile, stride=stride[1], dilation=dilation[1])
        strips.multiply(bands, out[:, j::m], None if bias is None else bias[j::m])
    return from_rows(out)


def depthwise_input_gradient(  # exercise
    g, weight, shape, *, stride=1, padding=0, dilation=1
):
    """Return the gradient of x, (N, C, H, W) = shape, for g (N, C * m, OH, OW), batch-innermost.

    It is a depthwise convolution itself: of g with stride - 1 zeros between its pixels (`spread`),
    with the kernels flipped, at stride 1 and the padding of `backward_padding`. The gradients that
    the m kernels of a channel send back add up.
    """
    stride, sides, dilation, _ = depthwise_grid(shape, weight.shape, stride, padding, dilation)
    n, c, h, w = shape
    lines = spread(rows(batch_innermost(g)), stride)  # (S, C * m, T, N)
    back = backward_padding(lines.shape[::2], (h, w), weight.shape[2:], sides, dilation)
    flipped = weight[:, 0, ::-1, ::-1]
    m = len(weight) // c
    total = None
    for j in range(m):
        strips = Strips(lines[:, j::m], weight.shape[2:], (h, w), (1, 1), back, dilation)
        bands = band_matrix(flipped[j::m], strips.tile, stride=1, dilation=dilation[1])
        out = np.empty((h, c, w, n), g.dtype)
        strips.multiply(bands, out)
        total = out if total is None else np.add(total, out, out=total)
    return from_rows(total)


def spread(lines, stride):
    """Return lines (H, C, W, N) with stride - 1 zeros between neighbours along H and W."""
    if tuple(stride) == (1, 1):
        return lines
    h, c, w, n = lines.shape
    shape = (max(0, (h - 1) * stride[0] + 1), c, max(0, (w - 1) * stride[1] + 1), n)
    out = np.zeros(shape, lines.dtype)
    out[:: stride[0], :, :: stride[1]] = lines
    return out


def backward_padding(spread_size, size, kernel, sides, dilation):
    """Return the padding with which the flipped kernel turns a spread g into `size` = (H, W).

    A kernel of span 1 + reach that looked `before` pixels beyond the edge is met by its gradient
    reach - before pixels before the other one; a negative padding cuts pixels off.
    """
    padding = []
    for axis in range(2):
        reach = dilation[axis] * (kernel[axis] - 1)
        before = reach - sides[axis][0]
        padding.append((before, size[axis] + reach - spread_size[axis] - before))
    return tuple(padding)


def depthwise_weight_gradient(  # exercise
    g, x, kernel_size, *, stride=1, padding=0, dilation=1
):
    """Return the gradient of weight, (C * m, 1, KH, KW), for g (N, C * m, OH, OW) and x.

    A tap's gradient is the sum of g times the pixel under the tap, over samples and positions,
    channel by channel. `tap_pairs(lines_g, lines_x, ...)` yields (i, j, a, b) for each tap: a
    (R, C, m, L) of g, and b (R, C, 1, L), the pixels of x under tap (i, j).
    """
    kernel = pair(kernel_size, "kernel_size")
    c, m = x.shape[1], g.shape[1] // x.shape[1]
    options = depthwise_grid(x.shape, (g.shape[1], 1, *kernel), stride, padding, dilation)
    lines_g, lines_x = rows(batch_innermost(g)), rows(batch_innermost(x))
    out = np.zeros((c, m, *kernel), g.dtype)

    def part(start, stop):
        some_g, some_x = lines_g[:, start * m : stop * m], lines_x[:, start:stop]
        for i, j, a, b in tap_pairs(some_g, some_x, kernel, *options):
            out[start:stop, :, i, j] = np.vecdot(a, b).sum(axis=0)  # (C, m)

    in_two_threads(part, c, g.size * kernel[0])
    return out.reshape(c * m, 1, *kernel)


def tap_pairs(g, x, kernel, stride, sides, dilation, size):
    """Yield (i, j, a, b): g (OH, C * m, OW, N) and the pixels of x (H, C, W, N) under tap (i, j).

    a is (R, C, m, L) and b (R, C, 1, L): what lies in the padding is left out.
    """
    c, m, n = x.shape[1], g.shape[1] // x.shape[1], x.shape[3]
    for i in range(kernel[0]):
        down, under = _meeting(i * dilation[0] - sides[0][0], stride[0], size[0], x.shape[0])
        for j in range(kernel[1]):
            across, beside = _meeting(j * dilation[1] - sides[1][0], stride[1], size[1], x.shape[2])
            a, b = g[down, :, across], x[under, :, beside]
            length = b.shape[2] * n
            yield i, j, a.reshape(len(a), c, m, length), b.reshape(len(b), c, 1, length)


def _meeting(offset, stride, count, size):
    """Return slices of outputs and of pixels: output k of `count` meets k * stride + offset."""
    first = max(0, -(offset // stride))
    last = max(first, min(count, (size - 1 - offset) // stride + 1))
    start = first * stride + offset
    return slice(first, last), slice(start, start + (last - first) * stride, stride)


@primitive(composite=depthwise_by_shifts)
def depthwise_conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1):
    """Return the depthwise convolution of x, and the function that pulls a gradient back.

    Shapes as for `depthwise_by_shifts`; stride, padding and dilation as for `conv2d`. The functions
    above do the work, with `conv2d_bias_gradient`; each gradient is a function of no arguments.
    `require_conv` checks the arrays: there are as many groups as channels.
    """
    require_conv(x, weight, bias, groups=x.shape[1] if x.ndim == 4 else 1)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    out = depthwise_forward(x, weight, bias, **options)
    return out, lambda g: (
        lambda: depthwise_input_gradient(g, weight, x.shape, **options),
        lambda: depthwise_weight_gradient(g, x, weight.shape[2:], **options),
        lambda: conv2d_bias_gradient(g),
    )
