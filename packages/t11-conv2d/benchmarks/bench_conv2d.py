"""A convolution forward and backward, float32: loops, shifted pictures, torch.

"naive" is `conv2d_naive`, "ours" `conv2d_by_shifts`: the faster of the two that this topic writes.
"""

import numpy as np
from scratchcore import keep_freed_memory, tensor
from t11_conv2d import conv2d_by_shifts, conv2d_naive

# (x, weight), options
SMALL = ((1, 3, 32, 32), (16, 3, 3, 3)), {"padding": 1}
STRIDED = ((2, 8, 16, 16), (16, 8, 3, 3)), {"stride": 2, "padding": 1}


def arrays(shapes):
    """Return x and weight, the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for shape in shapes]


def numpy_pass(function, shapes, options):
    """Return make() for a forward and a backward pass that ends in both gradients."""

    def make():
        keep_freed_memory()
        leaves = [tensor(array, requires_grad=True) for array in arrays(shapes)]
        g = np.ones_like(function(*leaves, **options).data)

        def run():
            for leaf in leaves:
                leaf.grad = None
            function(*leaves, **options).backward(g)

        return run

    return make


def torch_pass(shapes, options):
    """Return make() for the same with torch."""

    def make():
        import torch

        leaves = [torch.from_numpy(array).requires_grad_() for array in arrays(shapes)]
        g = torch.ones_like(torch.nn.functional.conv2d(*leaves, **options))

        def run():
            for leaf in leaves:
                leaf.grad = None
            torch.nn.functional.conv2d(*leaves, **options).backward(g)

        return run

    return make


def convolution(shapes, options):
    """Return a case; the specification is slow, so there is no limit against torch."""
    return {
        "ours": numpy_pass(conv2d_by_shifts, shapes, options),
        "naive": numpy_pass(conv2d_naive, shapes, options),
        "torch": torch_pass(shapes, options),
        "limits": {"naive": 0.1},  # the loop over nine taps against that over every output
    }


CASES = {
    "3x3, 3 to 16 channels, 32x32": convolution(*SMALL),
    "3x3, 8 to 16 channels, stride 2, 16x16": convolution(*STRIDED),
}
