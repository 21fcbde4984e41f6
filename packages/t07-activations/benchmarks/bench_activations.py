"""Forward and backward of every activation on (256, 1024) float32: ours, readable NumPy, torch.

The naive version is the one expression per function of naive.py, on the same tensors.

The aim is 1.1 times torch's time. NumPy does in 3 to 20 passes over memory, on one thread, what
torch does in 2, on all of them; the functions in MISSED do not get there, and their limit, measured
with two threads and a tenth added, only tells when they get worse.
"""

import numpy as np
import t07_activations as ours
from scratchcore import keep_freed_memory, tensor
from t07_activations import naive

SHAPE = (256, 1024)
AIM = 1.1
MISSED = {
    **{"relu": 2.0, "leaky_relu": 2.4, "hardswish": 4.0, "sigmoid": 2.4, "softplus": 1.9},
    **{"selu": 1.4, "silu": 2.1, "gelu_erf": 3.1, "softmax": 2.5, "log_softmax": 2.0},
    **{"glu": 2.1, "swiglu": 2.0},
}


def arrays(out_shape):
    """Return (x, incoming gradient), the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for shape in (SHAPE, out_shape)]


def numpy_pass(function, out_shape, *parameters):
    """Return make() for function(x, *parameters) and its backward pass."""

    def make():
        keep_freed_memory()
        x, g = arrays(out_shape)
        leaves = [tensor(a, requires_grad=True) for a in (x, *parameters)]

        def run():
            for leaf in leaves:
                leaf.grad = None
            function(*leaves).backward(g)

        return run

    return make


def torch_pass(name, out_shape, options, *parameters):
    """Return make() for torch's function of that name and its backward pass."""

    def make():
        import torch

        x, g = arrays(out_shape)
        leaves = [torch.from_numpy(a.copy()).requires_grad_() for a in (x, *parameters)]
        incoming = torch.from_numpy(g)
        function = torch_function(torch, name)

        def run():
            for leaf in leaves:
                leaf.grad = None
            function(*leaves, **options).backward(incoming)

        return run

    return make


def torch_function(torch, name):
    """Return the function of torch; it has no swiglu of its own."""
    if name != "swiglu":
        return getattr(torch.nn.functional, name)

    def swiglu(x):
        a, b = x.chunk(2, -1)
        return torch.nn.functional.silu(a) * b

    return swiglu


def case(name, *parameters, torch_name=None, readable=None, halves=False, **options):
    """Return the case of a function."""
    shape = (SHAPE[0], SHAPE[1] // 2) if halves else SHAPE
    return {
        "ours": numpy_pass(getattr(ours, name), shape, *parameters),
        "naive": numpy_pass(getattr(naive, f"naive_{name}"), shape, *parameters),
        "torch": torch_pass(torch_name or name, shape, options, *parameters),
        "limits": {"torch": MISSED.get(name, AIM)},
    }


SLOPES = np.full(SHAPE[1], 0.25, np.float32)
CASES = {
    "relu": case("relu"),
    "leaky_relu": case("leaky_relu"),
    "prelu": case("prelu", SLOPES),
    "hardswish": case("hardswish"),
    "sigmoid": case("sigmoid"),
    "tanh": case("tanh"),
    "softplus": case("softplus"),
    "elu": case("elu"),
    "selu": case("selu"),
    "silu": case("silu"),
    "mish": case("mish"),
    "gelu": case("gelu_erf", torch_name="gelu"),
    "gelu, tanh": case("gelu_tanh", torch_name="gelu", approximate="tanh"),
    "softmax": case("softmax", dim=-1),
    "log_softmax": case("log_softmax", dim=-1),
    "glu": case("glu", halves=True),
    "swiglu": case("swiglu", halves=True),
}
