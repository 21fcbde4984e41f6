"""The windows of pooling: how many there are, and what of a picture each tap of them sees."""

import numpy as np
from t11_conv2d import output_size, pair


class Windows:
    """The windows of one pooling of pictures (H, W): sizes, padding and the slices of the taps.

    stride None means the kernel's size. Padding may be half the kernel at most. With `ceil_mode` a
    last window may begin inside the picture, or the padding before it, and end beyond.
    """

    def __init__(self, size, kernel_size, stride, padding, dilation=1, ceil_mode=False):
        self.kernel = pair(kernel_size, "kernel_size")
        self.stride = self.kernel if stride is None else pair(stride, "stride")
        self.padding = pair(padding, "padding", at_least=0)
        self.dilation = pair(dilation, "dilation")
        for pad, kernel in zip(self.padding, self.kernel, strict=True):
            if pad > kernel // 2:
                raise ValueError(
                    f"padding must be at most half of kernel_size, got padding={self.padding} "
                    f"for kernel_size={self.kernel}"
                )
        self.size = tuple(size)
        self.out_size = tuple(self._count(axis, ceil_mode) for axis in range(2))
        reach = (
            self.stride[a] * (self.out_size[a] - 1) + self.dilation[a] * (self.kernel[a] - 1) + 1
            for a in range(2)
        )
        # how far the last window reaches beyond the picture: the padding after it
        self.after = tuple(
            max(0, end - size - pad)
            for end, size, pad in zip(reach, self.size, self.padding, strict=True)
        )

    def _count(self, axis, ceil_mode):
        """Return how many windows there are along an axis (PyTorch's pooling_output_shape)."""
        size, stride, pad = self.size[axis], self.stride[axis], self.padding[axis]
        kernel, dilation = self.kernel[axis], self.dilation[axis]
        count = -(-(size + 2 * pad - dilation * (kernel - 1) - 1) // stride) + 1
        if not ceil_mode or count < 1:
            options = {"stride": stride, "padding": (pad, pad), "dilation": dilation}
            return output_size(size, kernel, **options)  # raises where nothing fits
        # a window may end beyond the picture, but not begin in the padding after it
        return count - ((count - 1) * stride >= size + pad)

    @property
    def padded_size(self):
        """The rows and columns of the picture with the padding that the windows reach."""
        return tuple(
            size + pad + after
            for size, pad, after in zip(self.size, self.padding, self.after, strict=True)
        )

    @property
    def taps(self):
        """The slices (rows, columns) of the padded picture that each tap sees, row by row."""
        return [
            tuple(
                slice(start, start + step * (count - 1) + 1, step)
                for start, step, count in (
                    (i * self.dilation[0], self.stride[0], self.out_size[0]),
                    (j * self.dilation[1], self.stride[1], self.out_size[1]),
                )
            )
            for i in range(self.kernel[0])
            for j in range(self.kernel[1])
        ]

    @property
    def tile(self):
        """Whether the windows cover the picture side by side, without padding or overlap."""
        return (
            self.kernel == self.stride
            and self.dilation == (1, 1)
            and self.padded_size == self.size
            and all(
                s == k * o for s, k, o in zip(self.size, self.kernel, self.out_size, strict=True)
            )
        )

    def pad(self, lines, value):
        """Return lines (H, C, W, N) with padding of `value` around, or themselves without any."""
        if self.padded_size == self.size:
            return lines
        (top, left), (bottom, right) = self.padding, self.after
        widths = ((top, bottom), (0, 0), (left, right), (0, 0))
        return np.pad(lines, widths, constant_values=value)

    def crop(self, padded):
        """Return what `pad` was given, of an array of its result's shape."""
        if self.padded_size == self.size:
            return padded
        (top, left), (h, w) = self.padding, self.size
        return np.ascontiguousarray(padded[top : top + h, :, left : left + w])


def require_pictures(x, name):
    """Raise ValueError or TypeError unless x is (N, C, H, W) and floating, naming the function."""
    if x.ndim != 4:
        raise ValueError(f"{name}: x must be (N, C, H, W), got shape {x.shape}")
    if x.dtype.kind != "f":
        raise TypeError(f"{name}: x must hold floats, got {x.dtype}")
