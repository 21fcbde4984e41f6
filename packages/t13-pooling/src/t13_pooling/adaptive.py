"""Adaptive pooling: an output of a given size, whatever the size of the pictures."""

import math

import numpy as np
from scratchcore import primitive
from t11_conv2d import pair
from t12_im2col import from_rows, rows

from t13_pooling.windows import require_pictures


def adaptive_ranges(size, out_size):  # exercise
    """Return the (start, stop) of the pixels of each output along an axis, `out_size` of them.

    Output i sees the pixels from floor(i * size / out_size) to ceil((i + 1) * size / out_size):
    ranges of almost one length that cover the axis and may overlap by a pixel.
    """
    return [(i * size // out_size, -(-(i + 1) * size // out_size)) for i in range(out_size)]


def adaptive_avg_pool2d(x, output_size):  # exercise
    """Return the means of x (N, C, H, W) over output_size = (OH, OW) ranges of rows and columns.

    output_size is a number, or a pair in which None keeps an axis as it is. The mean of a range of
    rows and of one of columns is a product with a matrix each, which has 1 / length in a range.
    """
    require_pictures(x, "adaptive_avg_pool2d")
    out_h, out_w = _output_size(x, output_size)
    if (out_h, out_w) == (1, 1):
        return np.mean(x, axis=(2, 3), keepdims=True)
    down = _means(x.shape[2], out_h, x.dtype)  # (OH, H)
    across = _means(x.shape[3], out_w, x.dtype)  # (OW, W)
    return down @ (x @ across.T)  # (N, C, OH, OW)


def _means(size, out_size, dtype):
    matrix = np.zeros((out_size, size), dtype)
    for i, (start, stop) in enumerate(adaptive_ranges(size, out_size)):
        matrix[i, start:stop] = 1 / (stop - start)
    return matrix


def adaptive_max_pool2d(x, output_size):  # exercise
    """Return the maxima of x (N, C, H, W) over output_size = (OH, OW) ranges of rows and columns.

    output_size as for `adaptive_avg_pool2d`. The gradient goes to the first maximum of a window.
    """
    require_pictures(x, "adaptive_max_pool2d")
    out_h, out_w = _output_size(x, output_size)
    lines = [
        np.stack(
            [
                _first_maximum(x[:, :, top:bottom, left:right])
                for left, right in adaptive_ranges(x.shape[3], out_w)
            ],
            axis=-1,
        )
        for top, bottom in adaptive_ranges(x.shape[2], out_h)
    ]
    return np.stack(lines, axis=-2)  # (N, C, OH, OW)


def _first_maximum(window):
    """Return the maximum of each picture of a window (N, C, h, w), with one winner among ties."""
    flat = np.reshape(window, (*window.shape[:2], math.prod(window.shape[2:])))
    best = flat.argmax(axis=-1)
    return np.take_along_axis(flat, best[..., None], axis=-1)[..., 0]


def _output_size(x, output_size):
    if isinstance(output_size, tuple | list) and len(output_size) == 2:
        sizes = zip(output_size, x.shape[2:], strict=True)
        output_size = tuple(size if wanted is None else wanted for wanted, size in sizes)
    return pair(output_size, "output_size")


def _global_composite(x):
    return np.mean(x, axis=(2, 3))


@primitive(composite=_global_composite)
def global_avg_pool2d(x):  # exercise
    """Return the mean of each channel of x (N, C, H, W), (N, C), and how a gradient goes back.

    Every pixel gets 1 / (H W) of its channel's gradient; that of x lies batch-innermost.
    """
    require_pictures(x, "global_avg_pool2d")
    n, c, h, w = x.shape
    lines = rows(x)  # (H, C, W, N)
    out = lines.sum(axis=0).sum(axis=1).T / max(h * w, 1)  # (N, C)

    def backward(g):
        share = (g.T / max(h * w, 1))[:, None]  # (C, 1, N)
        spread = np.empty((h, c, w, n), x.dtype)
        spread[...] = share
        return (from_rows(spread),)

    return out, backward
