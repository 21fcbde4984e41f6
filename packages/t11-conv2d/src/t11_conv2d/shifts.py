"""Convolution as a sum of shifted pictures, one for each tap of the kernel.

Its NumPy functions all have derivatives, so it also serves for those of higher order.
"""

import numpy as np

from t11_conv2d.geometry import output_size, pair, resolve_padding


def conv2d_by_shifts(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return what `conv2d_naive` does, with a loop over the KH * KW taps only.

    Tap (a, b) multiplies the picture that begins a * dilation rows and b * dilation columns later,
    every stride-th pixel of it: (O, C) @ (N, C, OH * OW). Written with NumPy functions, so that it
    takes tensors.
    """
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    sides = resolve_padding(padding, weight.shape[2:], stride=stride, dilation=dilation)
    out_h, out_w = (
        output_size(x.shape[axis + 2], weight.shape[axis + 2], stride=stride[axis],
                    padding=sides[axis], dilation=dilation[axis])
        for axis in (0, 1)
    )  # fmt: skip
    padded = np.pad(x, ((0, 0), (0, 0), *sides))
    out = 0
    for a in range(weight.shape[2]):
        for b in range(weight.shape[3]):
            top, left = a * dilation[0], b * dilation[1]
            rows = slice(top, top + (out_h - 1) * stride[0] + 1, stride[0])
            columns = slice(left, left + (out_w - 1) * stride[1] + 1, stride[1])
            shifted = padded[:, :, rows, columns]  # (N, C, OH, OW)
            flat = np.reshape(shifted, (*x.shape[:2], out_h * out_w))
            out = out + weight[:, :, a, b] @ flat  # (N, O, OH * OW)
    out = np.reshape(out, (x.shape[0], weight.shape[0], out_h, out_w))
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1))
