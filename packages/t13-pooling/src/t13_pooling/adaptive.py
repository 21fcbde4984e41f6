"""Adaptive pooling: an output of a given size, whatever the size of the pictures."""

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
    n, c, h, w = x.shape
    down = _means(h, out_h, x.dtype)  # (OH, H)
    across = _means(w, out_w, x.dtype)  # (OW, W)
    lines = down @ rows(x).reshape(h, c * w * n)  # (OH, C W N), one product
    return from_rows(across @ lines.reshape(out_h, c, w, n))  # (N, C, OH, OW)


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
    lines, across = rows(x), adaptive_ranges(x.shape[3], out_w)
    maxima = [
        np.stack([_first_maximum(lines[top:bottom, :, a:b]) for a, b in across], axis=1)
        for top, bottom in adaptive_ranges(x.shape[2], out_h)
    ]  # OH times (C, OW, N)
    return from_rows(np.stack(maxima))  # (N, C, OH, OW)


def _first_maximum(window):
    """Return the maxima (C, N) of a window of rows (h, C, w, N), with one winner among ties."""
    h, c, w, n = window.shape
    pixels = np.reshape(window.transpose(0, 2, 1, 3), (h * w, c, n))  # row by row
    best = pixels.argmax(axis=0)
    return np.take_along_axis(pixels, best[None], axis=0)[0]


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
