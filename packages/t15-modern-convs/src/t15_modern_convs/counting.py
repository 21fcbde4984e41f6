"""What a network costs: parameters and floating-point operations, by formula and by counting."""

import math

import numpy as np
from scratchcore import no_grad
from t05_mlp import Linear
from t11_conv2d import pair
from t12_im2col import Conv2d

from t15_modern_convs.grouped import require_groups
from t15_modern_convs.transposed import ConvTranspose2d


def conv_parameters(in_channels, out_channels, kernel_size, groups=1, bias=True):
    """Return how many numbers a convolution learns.

    `require_groups` checks that groups divides both channels.
    """
    require_groups(groups, in_channels=in_channels, out_channels=out_channels)
    kernel_h, kernel_w = pair(kernel_size, "kernel_size")
    return out_channels * (in_channels // groups * kernel_h * kernel_w + bool(bias))


def conv_flops(in_channels, out_channels, kernel_size, out_size, groups=1):  # exercise
    """Return the floating-point operations of a convolution of one picture: 2 per multiply-add.

    out_size is (OH, OW). Taps in the padding count, the bias doesn't: the usual convention.
    """
    weights = conv_parameters(in_channels, out_channels, kernel_size, groups, bias=False)
    out_h, out_w = pair(out_size, "out_size")
    return 2 * weights * out_h * out_w


def separable_ratio(out_channels, kernel_size):
    """Return the cost of a depthwise-separable convolution, divided by that of a plain one.

    1 / out_channels + 1 / (KH * KW), for parameters (without biases) as for operations.
    """
    kernel_h, kernel_w = pair(kernel_size, "kernel_size")
    return 1 / out_channels + 1 / (kernel_h * kernel_w)


def count_parameters(module, trained_only=False):
    """Return how many numbers a module learns, or of those that are trained now; shared ones once.

    `parameters()` yields each parameter once; frozen ones have requires_grad False.
    """
    return sum(p.size for p in module.parameters() if p.requires_grad or not trained_only)


def layer_flops(layer, input_shape, output_shape):  # exercise
    """Return the operations of one call of a convolution, transposed or not, or Linear layer.

    Shapes with the batch. Every output of a convolution or Linear layer is a sum over the weights
    of its channel or unit, weight[0]; every input of a transposed convolution is multiplied by
    weight[0]. Other layers count as 0.
    """
    if isinstance(layer, ConvTranspose2d):
        pixels = math.prod(input_shape)
    elif isinstance(layer, Conv2d | Linear):
        pixels = math.prod(output_shape)
    else:
        return 0
    return 2 * pixels * layer.weight.data[0].size


def count_flops(module, input_shape):
    """Return the operations of a forward pass of zeros of `input_shape`, the batch included.

    `calls_of` says which layers are called, and with which shapes.
    """
    return sum(calls_of(module, input_shape, layer_flops))


def calls_of(module, input_shape, note=lambda *call: call):
    """Return [(layer, input shape, output shape)] of a forward pass in evaluation mode.

    With `note`, what note(layer, input shape, output shape) returns right after each call: some
    layers are lent their weight for the call only. Each module's `forward` is shadowed by one that
    notes the shapes, and restored afterwards.
    """
    dtype = next((p.dtype for p in module.parameters()), np.dtype(np.float32))
    modes = {each: each.training for each in module.modules()}
    calls = []
    try:
        for each in modes:
            vars(each)["forward"] = _noting(each, each.forward, calls, note)
        with no_grad():
            module.eval()(np.zeros(input_shape, dtype))
    finally:
        for each, training in modes.items():
            vars(each).pop("forward", None)
            each.training = training
    return calls


def _noting(module, forward, calls, note):
    def noted(x, *args, **kwargs):
        out = forward(x, *args, **kwargs)
        calls.append(note(module, np.shape(x), np.shape(out)))
        return out

    return noted
