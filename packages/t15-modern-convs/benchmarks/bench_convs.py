"""Forward and backward, float32: ours, readable NumPy, torch (eager, its own NCHW order).

Naive depthwise convolution adds up shifted pictures, naive transposed convolution stuffs zeros and
convolves them.
"""

import numpy as np
import t15_modern_convs as ours
from scratchcore import keep_freed_memory, tensor

PICTURES = (64, 64, 32, 32)


def arrays(*shapes):
    """Return float32 arrays of these shapes, the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for shape in shapes]


def innermost(x):
    """Return x in the order in memory that results of convolutions have."""
    return np.ascontiguousarray(x.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2)


def both_ways(function, leaves, g, options):
    """Return run() for a forward and a backward pass."""

    def run():
        for leaf in leaves:
            leaf.grad = None
        function(*leaves, **options).backward(g)

    return run


def numpy_pass(function, shapes, **options):
    """Return make() for a forward and a backward pass of a function of x, weight and bias."""

    def make():
        keep_freed_memory()
        x, *rest = arrays(*shapes)
        leaves = [tensor(a, requires_grad=True) for a in (innermost(x), *rest)]
        g = innermost(arrays(function(*leaves, **options).shape)[0])

        return both_ways(function, leaves, g, options)

    return make


def torch_pass(name, shapes, **options):
    """Return make() for the same with a function of torch.nn.functional."""

    def make():
        import torch

        function = getattr(torch.nn.functional, name)
        leaves = [torch.from_numpy(a).requires_grad_() for a in arrays(*shapes)]
        g = torch.from_numpy(arrays(tuple(function(*leaves, **options).shape))[0])

        return both_ways(function, leaves, g, options)

    return make


def depthwise(kernel, limit, **options):
    """Return a case: a depthwise convolution of PICTURES."""
    channels = PICTURES[1]
    shapes = (PICTURES, (channels, 1, kernel, kernel), (channels,))
    options["padding"] = kernel // 2
    return {
        "ours": numpy_pass(ours.depthwise_conv2d, shapes, **options),
        "naive": numpy_pass(ours.depthwise_by_shifts, shapes, **options),
        "torch": torch_pass("conv2d", shapes, groups=channels, **options),
        "limits": {"torch": limit, "naive": 0.5},
    }


def grouped(groups, limit):
    """Return a case: a grouped 3x3 convolution of PICTURES."""
    channels = PICTURES[1]
    shapes = (PICTURES, (channels, channels // groups, 3, 3), (channels,))
    options = {"padding": 1, "groups": groups}
    return {
        "ours": numpy_pass(ours.conv2d_grouped, shapes, **options),
        "torch": torch_pass("conv2d", shapes, **options),
        "limits": {"torch": limit},
    }


def transposed(limit):
    """Return a case: the transposed convolution that doubles height and width."""
    shapes = ((64, 32, 16, 16), (32, 16, 4, 4), (16,))
    options = {"stride": 2, "padding": 1}
    return {
        "ours": numpy_pass(ours.conv_transpose2d, shapes, **options),
        "naive": numpy_pass(ours.conv_transpose2d_by_stuffing, shapes, **options),
        "torch": torch_pass("conv_transpose2d", shapes, **options),
        "limits": {"torch": limit},
    }


CASES = {
    # measured 0.61 to 1.01
    "depthwise 3x3 (64, 64, 32, 32)": depthwise(3, 1.1),
    "depthwise 3x3, stride 2 (64, 64, 32, 32)": depthwise(3, 1.0, stride=2),
    "depthwise 7x7 (64, 64, 32, 32)": depthwise(7, 1.0),
    # aim 1.0, measured 0.93 to 1.27 (torch 45 to 56 ms): each group is copied out and back in
    "4 groups 3x3 (64, 64, 32, 32)": grouped(4, 1.4),
    # aim 1.0, measured 1.3 to 1.75 where torch takes 8 ms; in other runs it takes 116 ms
    "transposed 4x4, stride 2 (64, 32, 16, 16)": transposed(1.9),
}
