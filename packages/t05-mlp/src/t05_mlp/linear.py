"""The linear layer: one product forward, two backward."""

import math

import numpy as np
from scratchcore import primitive

from t05_mlp.init import kaiming_uniform_, uniform_
from t05_mlp.module import Module
from t05_mlp.parameter import Parameter


@primitive()
def linear(x, weight, bias=None):  # exercise
    """Return x @ weight.T + bias and the function that pulls a gradient back.

    x is (..., in), weight (out, in), bias (out,) or None; the output is (..., out). All leading
    axes count as one batch of N rows, so that the whole is one product of matrices. ValueError
    naming both shapes if the sizes of `in` differ, or if the bias is not (out,).
    """
    if x.shape[-1:] != weight.shape[1:]:
        raise ValueError(f"linear: x has shape {x.shape}, expected (..., in) for {weight.shape}")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"linear: bias has shape {bias.shape}, expected (out,) for {weight.shape}")
    rows = x if x.ndim == 2 else x.reshape(math.prod(x.shape[:-1]), x.shape[-1])  # (N, in)
    out = rows.dot(weight.T)  # (N, out)
    if bias is not None:
        out += bias
    if x.ndim != 2:
        out = out.reshape(*x.shape[:-1], len(weight))  # (..., out)
    return out, lambda g: linear_backward(g, rows, weight, x.shape)


def linear_backward(g, rows, weight, shape):  # exercise
    """Return the gradients of x (of `shape`), weight and bias, each as a function of no arguments.

    A tuple of three lambdas, so that a gradient nobody asks for is never computed: the first layer
    of a network needs none for its data. g is the gradient of the output, (..., out), rows are the
    N rows of x, (N, in).
    """
    g = g if g.ndim == 2 else g.reshape(len(rows), len(weight))  # (N, out)
    return (
        lambda: g.dot(weight).reshape(shape),
        lambda: g.T.dot(rows),  # (out, in)
        lambda: np.dot(np.ones_like(g, shape=len(g)), g),  # g.sum(axis=0), left to BLAS
    )


class Linear(Module):
    """y = x @ weight.T + bias, weights and bias uniform within 1 / sqrt(in_features)."""

    def __init__(self, in_features, out_features, bias=True, *, rng, dtype=np.float32):
        super().__init__()
        for name, value in (("in_features", in_features), ("out_features", out_features)):
            if not isinstance(value, (int, np.integer)) or value < 1:
                raise ValueError(f"{name} must be a positive integer, got {value!r}")
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(np.empty((out_features, in_features), dtype))
        self.bias = Parameter(np.empty(out_features, dtype)) if bias else None
        self.reset_parameters(rng=rng)

    def reset_parameters(self, *, rng):  # exercise
        """Draw weight and bias anew, as PyTorch does: the bound is 1 / sqrt(in_features)."""
        kaiming_uniform_(self.weight, a=math.sqrt(5), rng=rng)
        if self.bias is not None:
            uniform_(self.bias, 1 / math.sqrt(3 * self.in_features), rng=rng)

    def forward(self, x):
        return linear(x, self.weight, self.bias)

    def extra_repr(self):
        sizes = f"in_features={self.in_features}, out_features={self.out_features}"
        return f"{sizes}, bias={self.bias is not None}"
