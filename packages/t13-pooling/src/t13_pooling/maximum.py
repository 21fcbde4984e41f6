"""Max pooling: the largest pixel of each window, and the one that its gradient goes to."""

import numpy as np
from scratchcore import Tensor, primitive
from t07_activations.arrays import keep
from t12_im2col import batch_innermost, from_rows, rows
from t12_im2col.threads import in_two_threads

from t13_pooling.windows import Windows, require_pictures


def max_forward(lines, windows):  # exercise
    """Return the maximum of each window of lines (H, C, W, N), (OH, C, OW, N).

    Padding counts as -inf, a NaN in the window is its maximum. One np.maximum for each tap: no loop
    over windows.
    """
    padded = windows.pad(lines, -np.inf)
    first, *others = windows.taps
    out = padded[first[0], :, first[1]].copy()
    for down, across in others:
        np.maximum(out, padded[down, :, across], out=out)
    return out


def max_backward(g, lines, out, windows):  # exercise
    """Return the gradient of lines (H, C, W, N) for g and out (OH, C, OW, N).

    Each window's gradient goes to one pixel: the first, row by row, that equals the maximum; in a
    window with NaN, to its last NaN. What several windows send to one pixel adds up.
    """
    padded = windows.pad(lines, np.nan)  # equals nothing: padding never wins
    total = np.zeros_like(padded)
    free = np.ones(out.shape, bool)  # windows whose winner is not found yet
    for down, across in windows.taps:
        wins = padded[down, :, across] == out
        wins &= free
        free ^= wins
        total[down, :, across] += keep(g, wins)
    if free.any():
        padded = windows.pad(lines, 0)
        for down, across in windows.taps[::-1]:
            wins = np.isnan(padded[down, :, across]) & free
            free ^= wins
            total[down, :, across] += keep(g, wins)
    return windows.crop(total)


def tiled_backward(g, lines, out, windows):
    """Do what `max_backward` does where windows lie side by side: every pixel is written once."""
    if np.isnan(out.max(initial=-np.inf)):
        return max_backward(g, lines, out, windows)
    total = np.empty_like(lines)
    free = np.ones(out.shape, bool)
    *taps, last = windows.taps
    for down, across in taps:
        wins = lines[down, :, across] == out
        wins &= free
        free ^= wins
        keep(g, wins, total[down, :, across])
    keep(g, free, total[last[0], :, last[1]])
    return total


def max_composite(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Return the maxima by functions that have rules: for derivatives of higher order."""
    windows = Windows(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    chosen = winners(x.data if isinstance(x, Tensor) else x, windows)
    (top, left), (bottom, right) = windows.padding, windows.after
    padded = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    out = 0
    for k, (down, across) in enumerate(windows.taps):
        out = out + np.where(chosen == k, padded[:, :, down, across], 0)
    return np.where(chosen < 0, -np.inf, out) if (chosen < 0).any() else out


def winners(x, windows):
    """Return the number of the tap that wins each window of x (N, C, H, W), (N, C, OH, OW).

    -1 where dilation leads the window past every pixel.
    """
    padded = windows.pad(rows(x), 0)
    inside = windows.pad(np.ones(rows(x).shape, bool), False)
    best = np.zeros((windows.out_size[0], x.shape[1], windows.out_size[1], len(x)), x.dtype)
    chosen = np.full(best.shape, -1)
    for k, (down, across) in enumerate(windows.taps):
        pixels = padded[down, :, across]
        better = inside[down, :, across] & ((pixels > best) | np.isnan(pixels) | (chosen < 0))
        chosen[better] = k
        best = np.where(better, pixels, best)
    return from_rows(chosen)


@primitive(composite=max_composite)
def max_pool2d(  # exercise
    x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False
):
    """Return the maximum of each window of x (N, C, H, W), and how a gradient goes back.

    Arguments and corner cases are those of torch.nn.functional.max_pool2d; `Windows` reads them.
    The output (N, C, OH, OW) lies batch-innermost. Two threads share the rows of windows that lie
    side by side, and the channels where windows overlap or leave something out.
    """
    require_pictures(x, "max_pool2d")
    windows = Windows(x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    lines = rows(batch_innermost(x))
    out, pull = _shared(lines, windows)
    return from_rows(out), lambda g: (from_rows(pull(rows(batch_innermost(g)))),)


def _shared(lines, windows):
    """Return the maxima of windows and the function that pulls rows of g back, in two threads."""
    if lines.ndim != 4 or lines.shape[::2] != windows.size:
        raise ValueError(
            f"lines must be rows (H, C, W, N) of pictures {windows.size}, got shape {lines.shape}"
        )
    return (_tiled if windows.tile else _overlapping)(lines, windows)


def _overlapping(lines, windows):
    """Do the work of `_shared` for windows of any kind."""
    (height, width), (_, channels, _, n) = windows.out_size, lines.shape
    out = np.empty((height, channels, width, n), lines.dtype)
    work = out.size * len(windows.taps)

    def forward(start, stop):
        out[:, start:stop] = max_forward(lines[:, start:stop], windows)

    in_two_threads(forward, channels, work)

    def pull(g):
        total = np.empty_like(lines)

        def backward(start, stop):
            c = slice(start, stop)
            total[:, c] = max_backward(g[:, c], lines[:, c], out[:, c], windows)

        in_two_threads(backward, channels, work)
        return total

    return out, pull


def _tiled(lines, windows):
    """Do the work of `_shared` for windows side by side, which share no pixel."""
    height, (_, width) = windows.kernel[0], windows.out_size
    out = np.empty((windows.out_size[0], lines.shape[1], width, lines.shape[3]), lines.dtype)
    row = Windows((height, windows.size[1]), windows.kernel, None, 0)

    def forward(start, stop):
        for i in range(start, stop):  # row by row, in a core's cache
            out[i] = max_forward(lines[i * height : (i + 1) * height], row)[0]

    in_two_threads(forward, len(out), lines.size)

    def pull(g):
        total = np.empty_like(lines)

        def backward(start, stop):
            for i in range(start, stop):
                part = slice(i * height, (i + 1) * height)
                one = slice(i, i + 1)
                total[part] = tiled_backward(g[one], lines[part], out[one], row)

        in_two_threads(backward, len(out), lines.size)
        return total

    return out, pull
