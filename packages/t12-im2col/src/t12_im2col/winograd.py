"""Winograd's convolution along the rows, F(4, 3): six products where twelve were.

Four output rows of a kernel with three rows are combinations of six products of combined input
rows (Lavin and Gray, 2016, "Fast Algorithms for Convolutional Neural Networks"). Rows are whole
runs of memory here, so combining them is cheap, and the products, most of the time of a
convolution, are half as many. Along the width the kernel is as it was: shifted copies.

Sums of inputs up to 5 times as large lose up to half a digit in float32, of the largest of the six
rows: beside a pixel of 1e8, a row of ones is rounded as if it were large. What isn't finite would
spread to rows that never see it, so `finite` says whether the result can be used. Arrays are
(H, C, W, N).
"""

import numpy as np
from t03_optimizers import blas

from t12_im2col.threads import in_two_threads

# The kernel's three rows as six: W @ kernel. The points are 0, 1, -1, 2, -2 and infinity.
_KERNEL = np.array(
    [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ]
)
_LEAST = 16  # channels on both sides from which fewer products are worth the combinations


def suits(weight, stride, dilation):
    """Tell whether this way is open for a weight (O, C, KH, KW), and faster."""
    o, c, kernel_h, _ = weight.shape
    return kernel_h == 3 and stride == (1, 1) and dilation[0] == 1 and min(o, c) >= _LEAST


def winograd_forward(x, weight, padding, dilation, out_size):
    """Return the convolution of x (H, C, W, N) with weight (O, C, 3, KW), (OH, O, OW, N)."""
    o, n, (out_h, out_w) = len(weight), x.shape[3], out_size
    six = _six_kernels(weight)
    out = np.empty((out_h, o, out_w * n), x.dtype)

    @np.errstate(over="ignore", invalid="ignore")  # whoever calls this asks `finite`
    def part(start, stop):
        work = _Work(x, weight.shape[3], padding, dilation, out_w)
        products = np.empty((6, o, out_w * n), x.dtype)
        three = np.empty((2, o, out_w * n), x.dtype)
        for tile in range(start, stop):
            np.matmul(six, work.matrices(4 * tile), out=products)
            _four_rows(products, out[4 * tile : 4 * tile + 4], *three)

    in_two_threads(part, -(-out_h // 4), out.size * six.shape[2] // 25)
    return out.reshape(out_h, o, out_w, n)


def winograd_backward(g, x, weight, padding, dilation):
    """Return the gradients of x (H, C, W, N) and of weight (O, C, 3, KW) for g (OH, O, OW, N).

    The input's gradient is a convolution of g with the flipped kernel. The weight's comes from the
    same combinations of g, so both are made in one pass.
    """
    h, c, w, n = x.shape
    o, _, _, kernel_w = weight.shape
    span = dilation[1] * (kernel_w - 1)
    backwards = tuple(
        tuple(s - side for side in sides) for s, sides in zip((2, span), padding, strict=True)
    )
    six = _six_kernels(weight[:, :, ::-1, ::-1].swapaxes(0, 1))
    x_grad = np.empty((h, c, w * n), x.dtype)

    @np.errstate(over="ignore", invalid="ignore")
    def part(start, stop):
        work = _Work(g, kernel_w, backwards, dilation, w)
        products = np.empty((6, c, w * n), x.dtype)
        inputs = np.empty((6, c, w * n), x.dtype)
        two = np.empty((2, c, w * n), x.dtype)
        total = np.zeros((6, kernel_w * o, c), x.dtype)
        for tile in range(start, stop):
            matrices = work.matrices(4 * tile)  # (6, KW * O, W * N)
            np.matmul(six, matrices, out=products)
            _four_rows(products, x_grad[4 * tile : 4 * tile + 4], *two)
            _six_gradients(x, 4 * tile, inputs, *two)
            total += matrices @ inputs.swapaxes(1, 2)
        return total

    total = sum(in_two_threads(part, -(-h // 4), x.size * six.shape[2] // 12))
    flipped = _small_product(_KERNEL.T.astype(x.dtype), total.reshape(6, -1))
    flipped = flipped.reshape(3, kernel_w, o, c)
    return x_grad.reshape(h, c, w, n), flipped[::-1, ::-1].transpose(2, 3, 0, 1)


def finite(array):
    """Say whether all of an array without gaps in memory is finite, by the sum of its squares.

    A sum that overflows says no as well.
    """
    rows = array.reshape(len(array), -1)

    def part(start, stop):
        return np.isfinite(np.vecdot(rows[start:stop], rows[start:stop])).all()

    return all(in_two_threads(part, len(rows), array.size))


def _six_kernels(weight):
    """Return the combined kernels of a weight (O, C, 3, KW), (6, O, KW * C)."""
    o, c, _, kernel_w = weight.shape
    three = weight.transpose(2, 0, 3, 1).reshape(3, -1)
    return _small_product(_KERNEL.astype(weight.dtype), three).reshape(6, o, kernel_w * c)


def _small_product(a, b):
    with blas.one_thread():  # its own threads would stay awake and be in the way of ours
        return a.dot(b)


class _Work:
    """The combined rows of x (H, C, W, N), tile after tile, in one buffer."""

    def __init__(self, x, kernel_w, padding, dilation, out_w):
        (self.top, _), (left, _) = padding
        self.x, self.out_w = x, out_w
        _, c, w, n = x.shape
        self.none = np.zeros((c, w, n), x.dtype)
        self.temporary = np.empty((2, c, w, n), x.dtype)
        self.copies = np.zeros((6, kernel_w, c, out_w, n), x.dtype)
        self.six, self.shifts = None, []
        for k in range(kernel_w):
            start = k * dilation[1] - left
            first, last = max(0, -start), max(0, min(out_w, w - start))
            if start == 0 and out_w == w:  # no shift: the combinations are made in their place
                self.six = self.copies[:, k]
            elif last > first:
                self.shifts.append((k, slice(first, last), slice(start + first, start + last)))
        if self.six is None:
            self.six = np.empty((6, c, w, n), x.dtype)

    def matrices(self, first):
        """Return the combinations of output rows first:first+4 with their shifts, (6, K, L)."""
        _six_rows([self.row(first + i - self.top) for i in range(6)], self.six, *self.temporary)
        for k, target, source in self.shifts:
            self.copies[:, k, :, target] = self.six[:, :, source]
        _, kernel_w, c, out_w, n = self.copies.shape
        return self.copies.reshape(6, kernel_w * c, out_w * n)

    def row(self, i):
        """Return row i of x, zeros outside."""
        return self.x[i] if 0 <= i < len(self.x) else self.none


def _six_rows(rows, out, a, b):
    """Combine six input rows: the columns of a Vandermonde matrix at the points, transposed."""
    d0, d1, d2, d3, d4, d5 = rows
    np.multiply(d2, -4, out=a)
    a += d4
    np.multiply(d1, -4, out=b)
    b += d3
    np.add(a, b, out=out[1])
    np.subtract(a, b, out=out[2])
    np.subtract(d4, d2, out=a)
    np.subtract(d3, d1, out=b)
    b += b
    np.add(a, b, out=out[3])
    np.subtract(a, b, out=out[4])
    np.subtract(d0, d2, out=out[0])
    out[0] *= 4
    out[0] += a
    b += b
    np.subtract(d5, d3, out=a)
    np.subtract(a, b, out=out[5])


def _four_rows(products, out, a, b):
    """Combine six products into up to four output rows; the last tile may need fewer."""
    count = len(out)
    np.add(products[1], products[2], out=a)
    np.add(products[3], products[4], out=b)
    np.add(products[0], a, out=out[0])
    out[0] += b
    if count > 2:
        b *= 4
        np.add(a, b, out=out[2])
    if count > 1:
        np.subtract(products[1], products[2], out=a)
        np.subtract(products[3], products[4], out=b)
        b += b
        np.add(a, b, out=out[1])
    if count > 3:
        b *= 4
        a += b
        np.add(a, products[5], out=out[3])


def _six_gradients(x, first, out, a, b):
    """Combine rows first:first+4 of x as `_four_rows` combines products, transposed."""
    flat = x.reshape(len(x), x.shape[1], -1)
    x0, x1, x2, x3 = [flat[i] if i < len(x) else 0 for i in range(first, first + 4)]
    out[0], out[5] = x0, x3
    np.add(x0, x2, out=a)
    np.add(x1, x3, out=b)
    np.add(a, b, out=out[1])
    np.subtract(a, b, out=out[2])
    np.multiply(x2, 4, out=a)
    a += x0
    np.multiply(x3, 4, out=b)
    b += x1
    b += b
    np.add(a, b, out=out[3])
    np.subtract(a, b, out=out[4])
