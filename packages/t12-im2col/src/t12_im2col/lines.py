"""Convolution on batch-innermost arrays: long copies, matrices that overlap, one batched product.

Arrays here are in memory order, (H, C, W, N). The matrix that an output row is made of holds KH
input rows with all their shifts. With the KW shifts of every input row copied once, side by side,
the matrix of the next output row begins one row further on: all of them are a view, and the copy is
KW times the input instead of KH * KW times.
"""

import math

import numpy as np

from t12_im2col.threads import in_two_threads


def shifted_copies(  # exercise
    x, kernel_w, out_w, *, stride=1, dilation=1, above=0, below=0, left=0
):
    """Return the rows of x (H, C, W, N) once for every column of a kernel.

    The result is (above + H + below, kernel_w, C, out_w, N), without gaps in memory, and may be a
    view of x: entry [above + h, k, :, j] is pixel j * stride + k * dilation - left of row h, and 0
    where x has no such pixel; left may be negative. The rows above and below are 0.
    """
    h, c, w, n = x.shape
    if kernel_w == 1 and stride == 1 and out_w == w and not (above or below or left):
        return x[:, None]  # nothing to shift
    copies = np.empty((above + h + below, kernel_w, c, out_w, n), x.dtype)
    copies[:above] = 0
    copies[above + h :] = 0
    inside = copies[above : above + h]
    for k in range(kernel_w):
        start = k * dilation - left  # the pixel that output column 0 sees
        first = min(out_w, max(0, -(start // stride)))
        last = max(first, min(out_w, (w - 1 - start) // stride + 1))
        inside[:, k, :, :first] = 0
        inside[:, k, :, last:] = 0
        pixels = slice(start + first * stride, start + (last - 1) * stride + 1, stride)
        if last > first:
            inside[:, k, :, first:last] = x[:, :, pixels]
    return copies


def row_matrices(copies, kernel_h, out_h, *, stride=1, dilation=1):  # exercise
    """Return the matrix of every output row, (out_h, kernel_h * KW * C, out_w * N).

    copies are those of `shifted_copies`, (rows, KW, C, out_w, N). The matrix of output row i holds
    kernel_h of their rows, `dilation` apart, the first of them row i * stride. Without dilation the
    result is a view: the matrices overlap in memory.
    """
    _, kernel_w, c, out_w, n = copies.shape
    row, inner = copies.strides[0], n * copies.itemsize * out_w
    shape = (out_h, kernel_h, kernel_w * c, out_w * n)
    strides = (stride * row, dilation * row, inner, copies.itemsize)
    view = np.lib.stride_tricks.as_strided(copies, shape, strides, writeable=False)
    return view.reshape(out_h, kernel_h * kernel_w * c, out_w * n)


def weight_matrix(weight):
    """Return weight (O, C, KH, KW) as the (O, KH * KW * C) that meets a row's matrix."""
    return weight.transpose(0, 2, 3, 1).reshape(len(weight), math.prod(weight.shape[1:]))


def forward_rows(x, weight, padding, stride, dilation, out_size, out=None):
    """Return the convolution of x (H, C, W, N), as (OH, O, OW, N), in `out` if that is given."""
    o, n = len(weight), x.shape[3]
    out_h, out_w = out_size
    matrix = weight_matrix(weight)
    if out is None:
        out = np.empty((out_h, o, out_w, n), x.dtype)

    def part(start, stop):
        matrices = _matrices(x, (start, stop), weight.shape[2:], out_w, padding, stride, dilation)
        if out.flags.c_contiguous:
            flat = out.reshape(out_h, o, out_w * n)
            np.matmul(matrix, matrices, out=flat[start:stop])
            return
        for i in range(start, stop):  # a row stays in the cache until it is put where it belongs
            out[i] = (matrix @ matrices[i - start]).reshape(o, out_w, n)

    in_two_threads(part, out_h, out.size * matrix.shape[1] // 50)
    return out


def _matrices(x, some, kernel_size, out_w, padding, stride, dilation):
    """Return the matrices of the output rows in range(*some), of the rows of x that they see."""
    (start, stop), (kernel_h, kernel_w) = some, kernel_size
    first = start * stride[0] - padding[0][0]
    last = (stop - 1) * stride[0] + (kernel_h - 1) * dilation[0] + 1 - padding[0][0]
    low = min(max(first, 0), len(x))
    high = max(min(last, len(x)), low)
    above = min(max(-first, 0), last - first)
    below = last - first - above - (high - low)
    sides = {"above": above, "below": below, "left": padding[1][0]}
    options = {"stride": stride[1], "dilation": dilation[1], **sides}
    copies = shifted_copies(x[low:high], kernel_w, out_w, **options)
    return row_matrices(copies, kernel_h, stop - start, stride=stride[0], dilation=dilation[0])


def input_gradient_rows(g, weight, shape, padding, stride, dilation):
    """Return the gradient of the input, (H, C, W, N) = shape, for g (OH, O, OW, N).

    Every stride-th pixel has been under the same taps, so it gets a convolution of g with these
    taps, flipped. At stride 1 that is all of them, and nothing is left to put together.
    """
    h, _, w, _ = shape
    flipped = weight.swapaxes(0, 1)[:, :, ::-1, ::-1]  # (C, O, KH, KW)
    sizes = zip((h, w), weight.shape[2:], padding, stride, dilation, strict=True)
    down, across = (list(phases(*axis)) for axis in sizes)
    seen = len(down) * len(across) == math.prod(stride)
    out = (np.empty if seen else np.zeros)(shape, g.dtype)
    for rows, taps_h, top, step_h, count_h in down:
        for columns, taps_w, left, step_w, count_w in across:
            options = ((top, 0), (left, 0)), (1, 1), (step_h, step_w), (count_h, count_w)
            forward_rows(g, flipped[:, :, taps_h, taps_w], *options, out=out[rows, :, columns])
    return out


def phases(size, kernel, padding, stride, dilation):
    """Yield what the pixels of one axis have in common that lie `stride` apart.

    That is (pixels, taps, before, step, count): slices of the axis and of the flipped kernel, the
    padding and the dilation of the convolution of g, and how many pixels they are. Where the stride
    is wider than the kernel some pixels have no taps and are left out.
    """
    common = math.gcd(stride, dilation)
    for first in range(min(stride, size)):
        for tap in range(min(kernel, stride // common)):
            place, rest = divmod(first + padding[0] - tap * dilation, stride)
            if rest == 0:  # output `place` sees pixel `first` through this tap, and no later one
                taps = range(tap, kernel, stride // common)
                flipped = slice(kernel - 1 - taps[-1], kernel - tap, taps.step)
                before = dilation // common * (len(taps) - 1) - place
                pixels = slice(first, None, stride)
                yield pixels, flipped, before, dilation // common, len(range(first, size, stride))


def weight_gradient_rows(g, x, kernel_size, padding, stride, dilation):
    """Return the gradient of the weight, (O, C, KH, KW), for g (OH, O, OW, N), x (H, C, W, N)."""
    out_h, o, out_w, n = g.shape
    c = x.shape[1]
    taps = math.prod(kernel_size)

    def part(start, stop):
        matrices = _matrices(x, (start, stop), kernel_size, out_w, padding, stride, dilation)
        total = np.zeros((taps * c, o), x.dtype)
        for i in range(start, stop):  # columns @ g.T is twice as fast as g @ columns.T
            total += matrices[i - start] @ g[i].reshape(o, out_w * n).T
        return total

    total = sum(in_two_threads(part, out_h, g.size * c * taps // 50))  # (KH * KW * C, O)
    return total.reshape(*kernel_size, c, o).transpose(3, 2, 0, 1)
