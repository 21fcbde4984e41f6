"""Transposed convolution: what the gradient of a convolution does, as a layer that makes larger."""

import math

import numpy as np
from scratchcore import primitive
from t05_mlp import Module, Parameter
from t05_mlp.init import kaiming_uniform_, uniform_
from t11_conv2d import pair, require_conv
from t12_im2col import (
    conv2d_bias_gradient,
    conv2d_forward,
    conv2d_input_gradient,
    conv2d_weight_gradient,
    empty_batch_innermost,
)

from t15_modern_convs.depthwise import (
    depthwise_forward,
    depthwise_input_gradient,
    depthwise_weight_gradient,
)
from t15_modern_convs.grouped import conv2d_grouped, require_groups
from t15_modern_convs.stamps import (
    output_padding_for,
    transposed_frame,
    transposed_options,
)


def stuff_zeros(x, stride):
    """Return x (N, C, H, W) with stride - 1 zeros between neighbours: ((H - 1) * stride + 1, ...).

    stride is a pair. Made of NumPy functions that take tensors: `np.pad` behind two new axes, and
    `np.reshape`.
    """
    n, c, h, w = x.shape
    down, across = stride
    new = np.reshape(x, (n, c, h, 1, w, 1))
    wide = np.pad(new, ((0, 0), (0, 0), (0, 0), (0, down - 1), (0, 0), (0, across - 1)))
    wide = np.reshape(wide, (n, c, h * down, w * across))
    return wide[:, :, : max(0, (h - 1) * down + 1), : max(0, (w - 1) * across + 1)]


def conv_transpose2d_by_stuffing(  # exercise
    x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1
):
    """Return the transposed convolution as a plain one, for derivatives of every order.

    x with zeros between its pixels (`stuff_zeros`), around it reach - before zeros in front and
    reach - after + output_padding behind, reach = dilation * (kernel - 1), `border` adds or cuts
    them; then `conv2d_grouped` with the kernels flipped and, within each group, input and output
    channels exchanged.
    """
    stride, sides, extra, dilation = transposed_options(
        weight.shape, stride, padding, output_padding, dilation
    )
    edges = []
    for axis in range(2):
        reach = dilation[axis] * (weight.shape[axis + 2] - 1)
        before, after = sides[axis]
        edges.append((reach - before, reach - after + extra[axis]))
    inputs, outputs, *kernel = weight.shape
    grouped = np.reshape(weight, (groups, inputs // groups, outputs, *kernel))
    swapped = np.swapaxes(grouped, 1, 2)[..., ::-1, ::-1]  # (groups, O, C, KH, KW)
    swapped = np.reshape(swapped, (groups * outputs, inputs // groups, *kernel))
    bordered = border(stuff_zeros(x, stride), edges)
    return conv2d_grouped(bordered, swapped, bias, dilation=dilation, groups=groups)


def border(x, edges):
    """Return x (N, C, H, W) with ((top, bottom), (left, right)) zeros added; negative ones cut."""
    added = [tuple(max(0, side) for side in axis) for axis in edges]
    cut = [slice(max(0, -a), None if b >= 0 else b) for a, b in edges]
    return np.pad(x, ((0, 0), (0, 0), *added))[:, :, cut[0], cut[1]]


_PLAIN = (conv2d_forward, conv2d_input_gradient, conv2d_weight_gradient)
_DEPTHWISE = (depthwise_forward, depthwise_input_gradient, depthwise_weight_gradient)


@primitive(composite=conv_transpose2d_by_stuffing)
def transposed_at_once(  # exercise
    x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1
):
    """Return the transposed convolution in one piece, and the function that pulls a gradient back.

    For one group, and for as many groups as output channels (weight (C, 1, KH, KW)). Think of the
    convolution that turns pictures of the output's size into x, with the same weight: forward here
    is its input gradient, the gradient of x its forward pass, the weight's gradient its own, where
    x and g have changed places. _PLAIN and _DEPTHWISE hold these functions (forward, gradient of
    the input, of the weight), `transposed_frame` the options.
    """
    convolve, to_input, to_weight = _PLAIN if groups == 1 else _DEPTHWISE
    size, missing, options = transposed_frame(
        x.shape, weight.shape, stride, padding, output_padding, dilation
    )
    shape = (len(x), weight.shape[1] * groups, *size)
    out = grow(to_input(x, weight, shape, **options), missing)
    if bias is not None:
        out += bias[:, None, None]

    def backward(g):
        inner = g[:, :, : size[0], : size[1]]  # nothing of x went into the rest
        return (
            lambda: convolve(inner, weight, **options),
            lambda: to_weight(x, inner, weight.shape[2:], **options),
            lambda: conv2d_bias_gradient(g),
        )

    return out, backward


def grow(x, missing):
    """Return x (N, C, H, W) with `missing` = (rows, columns) of zeros behind it."""
    if missing == (0, 0):
        return x
    n, c, h, w = x.shape
    out = empty_batch_innermost((n, c, h + missing[0], w + missing[1]), x.dtype)
    out[...] = 0
    out[:, :, :h, :w] = x
    return out


def conv_transpose2d(
    x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1
):
    """Return the transposed convolution of x (N, C, H, W), (N, O, OH, OW).

    weight is (C, O / groups, KH, KW): input channels first, as in PyTorch. bias is (O,) or None.
    Every pixel of x stamps the kernel, times its value, on the output, `stride` pixels from the
    next; `padding` cuts the edges off, `output_padding` leaves some at the end. `transposed_size`
    says how large. `require_transposed` checks the arrays, `transposed_at_once` does what it can in
    one piece; other groups one by one, their outputs one behind the other along axis 1. An output
    that no stamp reaches is left to `conv_transpose2d_by_stuffing`.
    """
    require_transposed(x, weight, bias, groups)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    options["output_padding"] = output_padding
    size, *_ = transposed_frame(x.shape, weight.shape, **options)
    if min(size) < 1:
        return conv_transpose2d_by_stuffing(x, weight, bias, **options, groups=groups)
    if groups == 1 or weight.shape[1] == 1:
        return transposed_at_once(x, weight, bias, **options, groups=groups)
    inputs, outputs = x.shape[1] // groups, weight.shape[1]
    parts = []
    for k in range(groups):
        ours = slice(k * inputs, (k + 1) * inputs)
        shift = None if bias is None else bias[k * outputs : (k + 1) * outputs]
        parts.append(transposed_at_once(x[:, ours], weight[ours], shift, **options))
    return np.concatenate(parts, axis=1)


def require_transposed(x, weight, bias, groups):
    """Raise ValueError or TypeError unless the arrays fit together for a transposed convolution.

    x is (N, C, H, W), weight (C, O / groups, KH, KW), bias (O,) or None.
    """
    for name, array in (("x", x), ("weight", weight)):
        if array.ndim != 4:
            raise ValueError(f"conv_transpose2d: {name} must have 4 axes, got shape {array.shape}")
    require_groups(groups, **{"the channels of x": x.shape[1]})
    if weight.shape[0] != x.shape[1]:
        raise ValueError(
            f"conv_transpose2d: weight must be (C, O / groups, KH, KW) with C = {x.shape[1]} for x "
            f"of shape {x.shape}, got shape {weight.shape}"
        )
    outputs = weight.shape[1] * groups
    if bias is not None and bias.shape != (outputs,):
        raise ValueError(f"conv_transpose2d: bias must be ({outputs},), got shape {bias.shape}")
    if min(x.shape[2:]) < 1:
        raise ValueError(f"conv_transpose2d: x has no pixels, shape {x.shape}")
    require_conv(x, weight.swapaxes(0, 1), None if bias is None else bias[: weight.shape[1]])


class ConvTranspose2d(Module):
    """Transposed convolution, with PyTorch's arguments and initial values.

    padding may also be ((top, bottom), (left, right)).
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        stride=1,
        padding=0,
        output_padding=0,
        groups=1,
        bias=True,
        dilation=1,
        *,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        require_groups(groups, in_channels=in_channels, out_channels=out_channels)
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size = pair(kernel_size, "kernel_size")
        shape = (in_channels, out_channels // groups, *self.kernel_size)
        self.stride, self.padding, self.output_padding, self.dilation = transposed_options(
            shape, stride, padding, output_padding, dilation
        )
        self.weight = Parameter(np.empty(shape, dtype))
        self.bias = Parameter(np.empty(out_channels, dtype)) if bias else None
        self.reset_parameters(rng=rng)

    def reset_parameters(self, *, rng):
        """Draw weight and bias anew, as PyTorch does: within 1 / sqrt(O / groups * KH * KW)."""
        kaiming_uniform_(self.weight, a=math.sqrt(5), rng=rng)
        if self.bias is not None:
            uniform_(self.bias, 1 / math.sqrt(3 * self.weight.data[0].size), rng=rng)

    def forward(self, x, output_size=None):
        """Return the transposed convolution of x; of (height, width) = output_size if given.

        output_size takes the place of the layer's output_padding: see `output_padding_for`.
        """
        extra = self.output_padding
        if output_size is not None:
            extra = tuple(
                output_padding_for(
                    pair(output_size, "output_size")[axis],
                    x.shape[axis + 2],
                    self.kernel_size[axis],
                    stride=self.stride[axis],
                    padding=self.padding[axis],
                    dilation=self.dilation[axis],
                )
                for axis in range(2)
            )
        return conv_transpose2d(
            x,
            self.weight,
            self.bias,
            stride=self.stride,
            padding=self.padding,
            output_padding=extra,
            dilation=self.dilation,
            groups=self.groups,
        )

    def extra_repr(self):
        sizes = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        steps = f"stride={self.stride}, padding={self.padding}, dilation={self.dilation}"
        more = f"output_padding={self.output_padding}, groups={self.groups}"
        return f"{sizes}, {steps}, {more}, bias={self.bias is not None}"
