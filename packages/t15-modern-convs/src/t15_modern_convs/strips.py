"""Strips of pictures, as the columns of matrices that BLAS multiplies with banded ones."""

import numpy as np
from t12_im2col import in_two_threads

TILE = 8  # outputs of a strip: 16 and 32 take 1.1 and 1.5 times as long, 3x3 on (64, 64, 32, 32)
_BLOCK = 1 << 18  # pixels of the strips that are cut at a time: they stay in the cache


def band_matrix(weight, tile, *, stride=1, dilation=1):  # exercise
    """Return the kernels (C, KH, KW) as matrices (C, tile, KH * span) for strips of `tile` outputs.

    Row o holds the kernel shifted to output o of the strip: of the `span` pixels in each of its KH
    rows, span = (tile - 1) * stride + dilation * (KW - 1) + 1, tap (i, j) meets number
    o * stride + j * dilation in row i. All others are zeros.
    """
    c, kernel_h, kernel_w = weight.shape
    reach = dilation * (kernel_w - 1) + 1
    band = np.zeros((c, tile, kernel_h, (tile - 1) * stride + reach), weight.dtype)
    for o in range(tile):
        band[:, o, :, o * stride : o * stride + reach : dilation] = weight
    return band.reshape(c, tile, -1)


class Strips:
    """The pixels that strips of outputs see, cut from lines (H, C, W, N) a few channels at a time.

    `size` is (OH, OW); sides = ((top, bottom), (left, right)) may be negative, which cuts off.
    `tile` is the width of a strip: all are equally wide, the last may stand over. A size of 0, the
    gradient of an empty picture, has one strip of width 1, and `multiply` writes nothing.
    """

    def __init__(self, lines, kernel, size, stride, sides, dilation):
        self.lines, self.size = lines, size
        self.kernel_h, self.stride_h, self.dilation_h = kernel[0], stride[0], dilation[0]
        self.count = max(1, -(-size[1] // TILE))
        self.tile = max(1, -(-size[1] // self.count))
        self.span = (self.tile - 1) * stride[1] + dilation[1] * (kernel[1] - 1) + 1
        self.step = self.tile * stride[1]  # pixels from strip to strip
        self.height = (size[0] - 1) * stride[0] + dilation[0] * (kernel[0] - 1) + 1
        (self.top, _), (self.left, _) = sides

    def multiply(self, bands, out, bias=None):
        """Write bands (C, tile, KH * span) @ strips, plus bias (C,), into out (OH, C, OW, N)."""
        if not out.size:
            return
        channels, batch = self.lines.shape[1], self.lines.shape[3]
        pixels = self.count * self.height * self.span * batch
        block = min(max(1, _BLOCK // max(1, pixels)), channels)

        def part(start, stop):
            shape = (block, self.count, self.height, self.span, batch)
            buffer = np.zeros(shape, self.lines.dtype)  # what is padding stays 0
            for first in range(start, stop, block):
                some = slice(first, min(first + block, stop))
                tiles = buffer[: some.stop - first]
                self._cut(some, tiles)
                self._product(bands[some], tiles, out[:, some])
                if bias is not None:
                    out[:, some] += bias[some, None, None]

        in_two_threads(part, channels, out.size)

    def _cut(self, some, tiles):
        """Copy the pixels of some channels into tiles (c, strips, height, span, N)."""
        height, _, width, _ = self.lines.shape
        first, last = _overlap(-self.top, self.height, height)
        for k in range(self.count):
            start = k * self.step - self.left
            left, right = _overlap(start, self.span, width)
            if first < last and left < right:
                target = tiles[
                    :, k, first + self.top : last + self.top, left - start : right - start
                ]
                target[...] = self.lines[first:last, some, left:right].transpose(1, 0, 2, 3)

    def _product(self, bands, tiles, out):
        c, batch = len(tiles), tiles.shape[-1]
        strips = self._matrices(tiles)  # (c, strips, OH, KH * span, N)
        bands = bands[:, None, None]  # (c, 1, 1, tile, KH * span)
        if self.count * self.tile == self.size[1]:
            shape = (self.size[0], c, self.count, self.tile, batch)
            np.matmul(bands, strips, out=_split_axis(out, shape).transpose(1, 2, 0, 3, 4))
        else:
            wide = np.matmul(bands, strips).transpose(2, 0, 1, 3, 4)  # (OH, c, strips, tile, N)
            wide = wide.reshape(self.size[0], c, self.count * self.tile, batch)
            out[...] = wide[:, :, : self.size[1]]

    def _matrices(self, tiles):
        """Return (c, strips, OH, KH * span, N): the KH rows under each row of outputs.

        Neighbouring rows are one matrix as they lie; of dilated ones a copy is made.
        """
        c, count, _, span, batch = tiles.shape
        out_h, gap, step = self.size[0], self.dilation_h, self.stride_h
        if gap == 1:
            a, b, row, column, one = tiles.strides
            shape = (c, count, out_h, self.kernel_h * span, batch)
            strides = (a, b, row * step, column, one)
            return np.lib.stride_tricks.as_strided(tiles, shape, strides, writeable=False)
        picks = np.arange(out_h)[:, None] * step + np.arange(self.kernel_h) * gap  # (OH, KH)
        return tiles[:, :, picks].reshape(c, count, out_h, self.kernel_h * span, batch)


def _overlap(start, length, size):
    """Return the part of start:start+length that lies in 0:size."""
    return max(0, start), min(size, start + length)


def _split_axis(out, shape):
    """Return a view of out (OH, c, OW, N) as (OH, c, strips, tile, N)."""
    view = out.view()
    view.shape = shape  # raises where reshape would copy
    return view
