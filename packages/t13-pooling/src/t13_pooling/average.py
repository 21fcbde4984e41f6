"""Average pooling: the mean of each window."""

import numpy as np
from scratchcore import primitive
from t12_im2col import batch_innermost, from_rows, rows
from t12_im2col.threads import in_two_threads

from t13_pooling.windows import Windows, require_pictures


def divisors(windows, count_include_pad=True, divisor_override=None):  # exercise
    """Return by what the sum of each window is divided, (OH, OW).

    That is the number of pixels in it, with the padding (`windows.padding`, on both sides) or
    without it; never what `ceil_mode` made the last window reach beyond that. `divisor_override`,
    if it is given, takes the place of all.
    """
    if divisor_override is not None:
        return np.full(windows.out_size, float(divisor_override))
    counts = []
    for axis in range(2):
        pad, size = windows.padding[axis], windows.size[axis]
        first = np.arange(windows.out_size[axis]) * windows.stride[axis] - pad
        last = first + windows.kernel[axis]
        low, high = (-pad, size + pad) if count_include_pad else (0, size)
        counts.append(np.minimum(last, high) - np.maximum(first, low))
    return np.outer(*counts).astype(float)


def average_forward(lines, windows, scale):  # exercise
    """Return the sum of each window of lines (H, C, W, N) times scale (OH, OW): (OH, C, OW, N)."""
    padded = windows.pad(lines, 0)
    first, *others = windows.taps
    out = padded[first[0], :, first[1]].copy()
    for down, across in others:
        out += padded[down, :, across]
    out *= scale.astype(out.dtype)[:, None, :, None]
    return out


def average_backward(g, windows, scale):  # exercise
    """Return the gradient (H, C, W, N) of the pictures for g (OH, C, OW, N).

    Each pixel of a window gets its g times scale (OH, OW); where windows overlap, it adds up.
    """
    shares = g * scale.astype(g.dtype)[:, None, :, None]
    h, w = windows.padded_size
    total = np.zeros((h, g.shape[1], w, g.shape[3]), g.dtype)
    for down, across in windows.taps:
        total[down, :, across] += shares
    return windows.crop(total)


def average_composite(
    x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,
    divisor_override=None,
):  # fmt: skip
    """Return the means by functions that have rules: for derivatives of higher order."""
    windows = Windows(x.shape[2:], kernel_size, stride, padding, ceil_mode=ceil_mode)
    scale = 1 / divisors(windows, count_include_pad, divisor_override)
    (top, left), (bottom, right) = windows.padding, windows.after
    padded = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    out = 0
    for down, across in windows.taps:
        out = out + padded[:, :, down, across]
    return out * scale.astype(x.dtype)


@primitive(composite=average_composite)
def avg_pool2d(  # exercise
    x,
    kernel_size,
    stride=None,
    padding=0,
    ceil_mode=False,
    count_include_pad=True,
    divisor_override=None,
):
    """Return the mean of each window of x (N, C, H, W), and how a gradient goes back.

    Arguments and corner cases are those of torch.nn.functional.avg_pool2d; `Windows` reads them,
    `divisors` says by what is divided (ValueError where it would be 0). The output lies
    batch-innermost.
    """
    require_pictures(x, "avg_pool2d")
    if divisor_override is not None and not divisor_override:
        raise ValueError(f"divisor_override must not be 0, got {divisor_override}")
    windows = Windows(x.shape[2:], kernel_size, stride, padding, ceil_mode=ceil_mode)
    scale = 1 / divisors(windows, count_include_pad, divisor_override)
    lines = rows(batch_innermost(x))
    if windows.tile:
        out = _tiled_means(lines, windows, scale)
        return from_rows(out), lambda g: (_spread(rows(batch_innermost(g)), windows, scale),)
    out = average_forward(lines, windows, scale)

    def backward(g):
        return (from_rows(average_backward(rows(batch_innermost(g)), windows, scale)),)

    return from_rows(out), backward


def _tiled_means(lines, windows, scale):
    """Return the means of windows side by side, row by row, in two threads."""
    height = windows.kernel[0]
    (out_h, out_w), (_, c, _, n) = windows.out_size, lines.shape
    out = np.empty((out_h, c, out_w, n), lines.dtype)
    row = Windows((height, windows.size[1]), windows.kernel, None, 0)

    def part(start, stop):
        for i in range(start, stop):
            some = lines[i * height : (i + 1) * height]
            out[i] = average_forward(some, row, scale[i : i + 1])[0]

    in_two_threads(part, out_h, lines.size)
    return out


def _spread(g, windows, scale):
    """Return the gradient of pictures whose windows lie side by side: every pixel written once."""
    (height, width), (out_h, out_w) = windows.kernel, windows.out_size
    n, c = g.shape[3], g.shape[1]
    total = np.empty((out_h, height, c, out_w, width, n), g.dtype)

    def part(start, stop):
        for i in range(start, stop):
            share = g[i] * scale.astype(g.dtype)[i, :, None]
            total[i] = share[None, :, :, None]

    in_two_threads(part, out_h, total.size)
    return from_rows(total.reshape(out_h * height, c, out_w * width, n))
