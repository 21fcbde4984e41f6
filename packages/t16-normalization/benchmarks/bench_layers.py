"""Forward and backward of the normalisations, float32: ours, readable NumPy, torch.

The readable ones are the formulas of naive.py, one differentiable operation after the other.
"""

import numpy as np
import t16_normalization as ours
from scratchcore import keep_freed_memory, tensor
from t05_mlp import Module

ROWS, PICTURES = (1024, 256), (64, 64, 16, 16)
GROUPS = 8


class Formula(Module):
    """A function of naive.py with the parameters and arguments of a layer."""

    def __init__(self, function, layer, *arguments):
        super().__init__()
        self.function, self.arguments, self.layer = function, arguments, layer

    def forward(self, x):
        return self.function(x, *self.arguments, *self.layer.parameters(), eps=1e-5)


def arrays(shape):
    """Return (x, incoming gradient), the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for _ in range(2)]


def numpy_pass(make_layer, shape):
    """Return make() for a forward and a backward pass of a layer."""

    def make():
        keep_freed_memory()
        x, g = arrays(shape)
        leaf, layer = tensor(x, requires_grad=True), make_layer()

        def run():
            leaf.grad = None
            layer.zero_grad()
            layer(leaf).backward(g)

        return run

    return make


def torch_pass(make_layer, shape):
    """Return make() for the same with a layer of torch.nn."""

    def make():
        import torch

        x, g = (torch.from_numpy(a) for a in arrays(shape))
        layer = make_layer(torch.nn)
        x.requires_grad_()

        def run():
            x.grad = None
            layer.zero_grad()
            layer(x).backward(g)

        return run

    return make


def case(name, naive, arguments, shape, limit, argument):
    """Return a case: the layer `name` of both libraries, and the formula `naive`."""

    def make_ours():
        return getattr(ours, name)(*arguments)

    return {
        "ours": numpy_pass(make_ours, shape),
        "naive": numpy_pass(lambda: Formula(naive, make_ours(), argument), shape),
        "torch": torch_pass(lambda nn: getattr(nn, name)(*arguments), shape),
        "limits": {"torch": limit},
    }


CASES = {
    # The aim is 1.1 for both. Each pass over memory is a call of NumPy, and those with a number per
    # row take twice the time of the others; torch makes one pass, in all threads. Measured with one
    # thread 2.8 and 3.1, with two 3.2 to 4.3 and 4.7 to 5.4.
    "layer norm (1024, 256)": case("LayerNorm", ours.layer_norm_naive, (256,), ROWS, 4.6, (256,)),
    "group norm (64, 64, 16, 16)": case(
        "GroupNorm", ours.group_norm_naive, (GROUPS, 64), PICTURES, 5.8, GROUPS
    ),
    "rms norm (1024, 256)": case("RMSNorm", ours.rms_norm_naive, (256,), ROWS, 1.0, (256,)),
}
