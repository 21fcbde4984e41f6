"""Convolution forward and backward, float32: batch-innermost rows, im2col, loops, torch.

`stack` is three layers of 3 x 3 with padding 1 on (64, 3, 32, 32); nothing asks for the gradient
of the pictures. torch is measured as it comes, with freed memory kept as ours does it, and in its
own fast order of axes.
"""

import numpy as np
from scratchcore import keep_freed_memory, tensor
from t11_conv2d import (
    conv2d_bias_gradient_naive,
    conv2d_input_gradient_naive,
    conv2d_naive,
    conv2d_weight_gradient_naive,
)
from t12_im2col import batch_innermost, conv2d, conv2d_columns, conv2d_columns_backward

STACK = [(3, 16), (16, 32), (32, 64)]


def arrays(shape, layers, kernel):
    """Return x and the weights, the same ones in every process."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(shape, dtype=np.float32)
    weights = [
        rng.standard_normal((o, c, kernel, kernel), dtype=np.float32) / np.float32(9 * c) ** 0.5
        for c, o in layers
    ]
    return x, weights


def ours(shape, layers, kernel=3, wants_x=False, **options):
    """Return make() for the topic's own operation."""

    def make():
        keep_freed_memory()
        x, weights = arrays(shape, layers, kernel)
        x = tensor(batch_innermost(x), requires_grad=wants_x)
        leaves = [tensor(w, requires_grad=True) for w in weights]
        g = np.ones_like(_run(conv2d, x, leaves, options).data)

        def run():
            for leaf in (x, *leaves):
                leaf.grad = None
            _run(conv2d, x, leaves, options).backward(g)

        return run

    return make


def _run(function, x, weights, options):
    for weight in weights:
        x = function(x, weight, **options)
    return x


def theirs(shape, layers, kernel=3, wants_x=False, channels_last=False, kept=False, **options):
    """Return make() for torch, as users write it or in its own fast memory order."""

    def make():
        import torch

        if kept:
            keep_freed_memory()
        order = torch.channels_last if channels_last else torch.contiguous_format
        x, weights = arrays(shape, layers, kernel)
        x = torch.from_numpy(x).to(memory_format=order).requires_grad_(wants_x)
        leaves = [torch.from_numpy(w).requires_grad_() for w in weights]
        convolve = torch.nn.functional.conv2d
        g = torch.ones_like(_run(convolve, x, leaves, options).detach())

        def run():
            for leaf in (x, *leaves):
                leaf.grad = None
            _run(convolve, x, leaves, options).backward(g)

        return run

    return make


def by_columns(shape, layers, kernel=3, **options):
    """Return make() for textbook im2col: KH * KW copies, NCHW."""

    def make():
        keep_freed_memory()
        x, weights = arrays(shape, layers, kernel)

        def run():
            inputs, y = [], x
            for weight in weights:
                inputs.append(y)
                y = conv2d_columns(y, weight, **options)
            g = np.ones_like(y)
            for x_in, weight in zip(inputs[::-1], weights[::-1], strict=True):
                g, _, _ = conv2d_columns_backward(g, x_in, weight, **options)

        return run

    return make


def by_loops(shape, layers, kernel=3, **options):
    """Return make() for t11's loops, forward and backward."""

    def make():
        x, (weight,) = arrays(shape, layers, kernel)

        def run():
            out = conv2d_naive(x, weight, **options)
            conv2d_input_gradient_naive(out, weight, x.shape, **options)
            conv2d_weight_gradient_naive(out, x, weight.shape[2:], **options)
            conv2d_bias_gradient_naive(out)

        return run

    return make


def case(shape, layers, limit, kernel=3, wants_x=True, **options):
    """Return a case: ours, im2col and torch in three ways."""
    pictures = {"kernel": kernel, "wants_x": wants_x, **options}
    return {
        "ours": ours(shape, layers, **pictures),
        "im2col": by_columns(shape, layers, kernel, **options),
        "torch": theirs(shape, layers, **pictures),
        "torch, memory kept": theirs(shape, layers, kept=True, **pictures),
        "torch channels_last": theirs(shape, layers, channels_last=True, **pictures),
        "limits": {"torch": limit},
    }


ONE = (1, 3, 32, 32)
CASES = {
    "stack 3-16-32-64 (64, 3, 32, 32)": case((64, 3, 32, 32), STACK, 1.1, wants_x=False, padding=1),
    "64-64 (64, 64, 16, 16)": case((64, 64, 16, 16), [(64, 64)], 1.1, padding=1),
    "1x1 64-64 (64, 64, 16, 16)": case((64, 64, 16, 16), [(64, 64)], 1.1, kernel=1),
    "32-64 stride 2 (64, 32, 32, 32)": case((64, 32, 32, 32), [(32, 64)], 1.1, padding=1, stride=2),
    "loops 3-8 (1, 3, 32, 32)": {
        "ours": ours(ONE, [(3, 8)], wants_x=True, padding=1),
        "loops": by_loops(ONE, [(3, 8)], padding=1),
        "limits": {"loops": 0.01},  # at least 100 times faster
    },
}
