"""im2col and its adjoint: every window of a picture as a column, so that convolution is a product.

From Chellapilla, Puri and Simard (2006), "High Performance Convolutional Neural Networks for
Document Processing". `conv2d_columns` is the readable convolution on top of it; `lines.py` does the
same with a third of the copies or fewer.
"""

import math

import numpy as np
from t11_conv2d import output_size, pair, resolve_padding


def window_grid(size, kernel_size, stride, padding, dilation):
    """Return (padding, stride, dilation, out_size) as pairs, for pictures of `size` (H, W)."""
    kernel, stride = pair(kernel_size, "kernel_size"), pair(stride, "stride")
    dilation = pair(dilation, "dilation")
    padding = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    out_size = tuple(
        output_size(size[a], kernel[a], stride=stride[a], padding=padding[a], dilation=dilation[a])
        for a in range(2)
    )
    return padding, stride, dilation, out_size


def im2col(x, kernel_size, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the windows of x (N, C, H, W) as columns, (N, C * KH * KW, OH * OW).

    Column p is the window of output pixel p, counted row by row; entry (c * KH + i) * KW + j of it
    is the pixel under tap (i, j) in channel c, 0 in the padding. As torch.nn.functional.unfold.
    """
    kernel = pair(kernel_size, "kernel_size")
    grid = window_grid(x.shape[2:], kernel, stride, padding, dilation)
    (top_bottom, left_right), _, _, (out_h, out_w) = grid
    padded = np.pad(x, ((0, 0), (0, 0), top_bottom, left_right))
    columns = np.empty((*x.shape[:2], *kernel, out_h, out_w), x.dtype)
    for i, j, down, right in taps(kernel, *grid[1:]):
        columns[:, :, i, j] = padded[:, :, down, right]  # (N, C, OH, OW)
    return columns.reshape(len(x), math.prod(columns.shape[1:4]), out_h * out_w)


def taps(kernel, stride, dilation, out_size):
    """Yield (i, j, rows, columns): the slices of a padded picture that tap (i, j) passes over."""
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            yield (
                i,
                j,
                _strided(i * dilation[0], stride[0], out_size[0]),
                _strided(j * dilation[1], stride[1], out_size[1]),
            )


def _strided(start, step, count):
    return slice(start, start + step * (count - 1) + 1, step)


def col2im(columns, size, kernel_size, *, stride=1, padding=0, dilation=1):  # exercise
    """Add columns (N, C * KH * KW, OH * OW) up in pictures of `size` (H, W): (N, C, H, W).

    The adjoint of `im2col`: pixels that lie in several windows get the sum, and what falls into
    the padding is dropped. As torch.nn.functional.fold.
    """
    kernel = pair(kernel_size, "kernel_size")
    grid = window_grid(size, kernel, stride, padding, dilation)
    ((top, bottom), (left, right)), _, _, out_size = grid
    n, c = len(columns), columns.shape[1] // (kernel[0] * kernel[1])
    shape = (n, c, size[0] + top + bottom, size[1] + left + right)
    padded = np.zeros(shape, columns.dtype)
    parts = columns.reshape(n, c, *kernel, *out_size)
    for i, j, down, across in taps(kernel, *grid[1:]):
        padded[:, :, down, across] += parts[:, :, i, j]
    return padded[:, :, top : top + size[0], left : left + size[1]]


def conv2d_columns(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the convolution of x (N, C, H, W) as one product for each picture, (N, O, OH, OW).

    weight (O, C, KH, KW) is a matrix (O, C * KH * KW) that meets the columns of `im2col`.
    """
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    *_, out_size = window_grid(x.shape[2:], weight.shape[2:], **options)
    columns = im2col(x, weight.shape[2:], **options)  # (N, C * KH * KW, OH * OW)
    out = weight.reshape(len(weight), -1) @ columns  # (N, O, OH * OW)
    if bias is not None:
        out += bias[:, None]
    return out.reshape(len(x), len(weight), *out_size)


def conv2d_columns_backward(g, x, weight, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the gradients of x, weight and bias for g (N, O, OH, OW), the gradient of the output.

    The columns' gradient is weight.T @ g, and `col2im` brings it home; the weight's is the sum over
    the pictures of g @ columns.T.
    """
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    columns = im2col(x, weight.shape[2:], **options)  # (N, K, P)
    matrix = weight.reshape(len(weight), -1)  # (O, K)
    flat = g.reshape(len(x), len(weight), math.prod(g.shape[2:]))  # (N, O, P)
    x_grad = col2im(matrix.T @ flat, x.shape[2:], weight.shape[2:], **options)
    weight_grad = (flat @ columns.swapaxes(1, 2)).sum(axis=0).reshape(weight.shape)
    return x_grad, weight_grad, g.sum(axis=(0, 2, 3))


def im2col_bytes(  # exercise
    shape, kernel_size, *, stride=1, padding=0, dilation=1, dtype=np.float32
):
    """Return how many bytes the columns of pictures of `shape` (N, C, H, W) take."""
    kernel = pair(kernel_size, "kernel_size")
    n, c, *size = shape
    *_, (out_h, out_w) = window_grid(size, kernel, stride, padding, dilation)
    return n * c * kernel[0] * kernel[1] * out_h * out_w * np.dtype(dtype).itemsize
