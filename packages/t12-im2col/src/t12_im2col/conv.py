"""conv2d: the convolution that everything later uses, and its layer."""

import math

import numpy as np
from scratchcore import primitive
from scratchcore.iteration import row_by_row
from t03_optimizers import blas
from t05_mlp import Module, Parameter
from t05_mlp.init import kaiming_uniform_, uniform_
from t11_conv2d import conv2d_by_shifts, pair, require_conv, resolve_padding

from t12_im2col import lines as by_rows
from t12_im2col import winograd
from t12_im2col.columns import window_grid
from t12_im2col.layout import batch_innermost, from_rows, rows
from t12_im2col.threads import in_two_threads


def conv2d_forward(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the convolution of x (N, C, H, W) with weight (O, C, KH, KW), (N, O, OH, OW).

    All are raw arrays; x may lie in any order, the result lies batch-innermost. `window_grid` reads
    the options. `forward_rows` does the work on `rows` and, where `suits` says that it is faster
    and the result is `finite`, `winograd_forward`.
    """
    grid = window_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    padding, stride, dilation, out_size = grid
    lines = rows(batch_innermost(x))  # (H, C, W, N)
    out = None
    if winograd.suits(weight, stride, dilation):
        out = winograd.winograd_forward(lines, weight, padding, dilation, out_size)
    if out is None or not winograd.finite(out):
        out = by_rows.forward_rows(lines, weight, padding, stride, dilation, out_size)
    return from_rows(out if bias is None else _add_bias(out, bias))


def _add_bias(out, bias):
    def part(start, stop):
        with row_by_row(math.prod(out.shape[2:])):
            out[start:stop] += bias[:, None, None]

    in_two_threads(part, len(out), out.size)
    return out


def conv2d_input_gradient(g, weight, shape, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the gradient of the input, (N, C, H, W) = shape, for g (N, O, OH, OW).

    `input_gradient_rows` makes it out of convolutions of g with the flipped kernel, on `rows`. The
    result lies batch-innermost.
    """
    padding, stride, dilation, _ = window_grid(
        shape[2:], weight.shape[2:], stride, padding, dilation
    )
    n, c, h, w = shape
    lines = rows(batch_innermost(g))  # (OH, O, OW, N)
    options = (padding, stride, dilation)
    return from_rows(by_rows.input_gradient_rows(lines, weight, (h, c, w, n), *options))


def conv2d_weight_gradient(g, x, kernel_size, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the gradient of the weight, (O, C, KH, KW), for g (N, O, OH, OW) and x (N, C, H, W).

    `weight_gradient_rows` makes it, on `rows`.
    """
    kernel_size = pair(kernel_size, "kernel_size")
    padding, stride, dilation, _ = window_grid(x.shape[2:], kernel_size, stride, padding, dilation)
    g, x = rows(batch_innermost(g)), rows(batch_innermost(x))
    return by_rows.weight_gradient_rows(g, x, kernel_size, padding, stride, dilation)


def conv2d_bias_gradient(g):  # exercise
    """Return the gradient of the bias, (O,), for g (N, O, OH, OW): the sum over all but channels.

    A product with ones adds up a long run several times as fast as `np.sum`.
    """
    lines = rows(batch_innermost(g))
    flat = lines.reshape(*lines.shape[:2], math.prod(lines.shape[2:]))  # (OH, O, OW * N)
    with blas.one_thread():
        return (flat @ np.ones(flat.shape[2], g.dtype)).sum(axis=0)


@primitive(composite=conv2d_by_shifts)
def conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1):  # exercise
    """Return the convolution of x, and the function that pulls a gradient back.

    x is (N, C, H, W), weight (O, C, KH, KW), bias (O,) or None. stride and dilation are numbers or
    pairs; padding a number, a pair, ((top, bottom), (left, right)), "valid" or "same". The output
    (N, O, OH, OW) lies batch-innermost. `require_conv` checks that the arrays fit, `conv2d_forward`
    and `conv2d_backward` do the work.
    """
    require_conv(x, weight, bias)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    out = conv2d_forward(x, weight, bias, **options)
    return out, lambda g: conv2d_backward(g, x, weight, **options)


def conv2d_backward(g, x, weight, *, stride=1, padding=0, dilation=1):
    """Return the gradients of x, weight and bias, each as a function of no arguments."""
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    g = batch_innermost(g)
    kernel_size = weight.shape[2:]
    together = _together(g, x, weight, **options)
    if together is not None:
        return *together, lambda: conv2d_bias_gradient(g)
    return (
        lambda: conv2d_input_gradient(g, weight, x.shape, **options),
        lambda: conv2d_weight_gradient(g, x, kernel_size, **options),
        lambda: conv2d_bias_gradient(g),
    )


def _together(g, x, weight, stride, padding, dilation):
    """Return the functions for x and weight where Winograd makes both in one pass, else None.

    Whoever asks for the input's gradient gets the weight's on the way; the engine asks in this
    order. Alone, the weight's is cheaper by rows. Frozen weights cost this pass the products of a
    gradient that nobody reads.
    """
    grid = window_grid(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    padding, stride, dilation, _ = grid
    if not winograd.suits(weight, stride, dilation):
        return None
    options, made = {"stride": stride, "padding": padding, "dilation": dilation}, []

    def of_x():
        lines = rows(g), rows(batch_innermost(x))
        x_grad, weight_grad = winograd.winograd_backward(*lines, weight, padding, dilation)
        if not (winograd.finite(x_grad) and winograd.finite(np.ascontiguousarray(weight_grad))):
            return conv2d_input_gradient(g, weight, x.shape, **options)
        made.append(weight_grad)
        return from_rows(x_grad)

    def of_weight():
        if made:
            return made.pop()
        return conv2d_weight_gradient(g, x, weight.shape[2:], **options)

    return of_x, of_weight


class Conv2d(Module):
    """Convolution of (N, in_channels, H, W); weights and bias uniform within 1 / sqrt(fan_in).

    PyTorch's arguments and initial values; padding may also be ((top, bottom), (left, right)).
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        dilation=1,
        bias=True,
        *,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        for name, value in (("in_channels", in_channels), ("out_channels", out_channels)):
            if not isinstance(value, int | np.integer) or value < 1:
                raise ValueError(f"{name} must be a whole number from 1, got {value!r}")
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size = pair(kernel_size, "kernel_size")
        self.stride, self.dilation = pair(stride, "stride"), pair(dilation, "dilation")
        self.padding = resolve_padding(
            padding, self.kernel_size, stride=self.stride, dilation=self.dilation
        )
        shape = (out_channels, in_channels, *self.kernel_size)
        self.weight = Parameter(np.empty(shape, dtype))
        self.bias = Parameter(np.empty(out_channels, dtype)) if bias else None
        self.reset_parameters(rng=rng)

    def reset_parameters(self, *, rng):
        """Draw weight and bias anew, as PyTorch does: the bound is 1 / sqrt(C * KH * KW)."""
        kaiming_uniform_(self.weight, a=math.sqrt(5), rng=rng)
        if self.bias is not None:
            uniform_(self.bias, 1 / math.sqrt(3 * self.weight.data[0].size), rng=rng)

    def forward(self, x):  # exercise
        """Convolve x (N, in_channels, H, W) with this layer's weight, bias and settings."""
        return conv2d(
            x,
            self.weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )

    def extra_repr(self):
        sizes = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        steps = f"stride={self.stride}, padding={self.padding}, dilation={self.dilation}"
        return f"{sizes}, {steps}, bias={self.bias is not None}"
