"""RMS normalisation: layer normalisation that subtracts nothing."""

import math

import numpy as np
from scratchcore import primitive
from t05_mlp import Module, Parameter

from t16_normalization.checks import require_eps, require_trailing, trailing_shape
from t16_normalization.naive import rms_norm_naive
from t16_normalization.rows import by_blocks, column, dot_rows


@primitive(composite=rms_norm_naive)
def rms_norm(x, normalized_shape, weight=None, *, eps=1e-5):  # exercise
    """Return x / sqrt(mean(x * x) + eps) * weight, and the function that pulls a gradient back.

    Arguments as for `rms_norm_naive`, `require_trailing` checks them. The result has x's dtype; an
    empty x gives an empty one. `rms_norm_backward` does the way back.
    """
    shape = require_trailing("rms_norm", x, normalized_shape, weight)
    size = math.prod(shape)
    table = x.reshape(x.size // size, size)  # (R, D)
    flat_weight = None if weight is None else weight.reshape(-1)
    out, inv_rms = np.empty(table.shape, x.dtype), np.empty(len(table))  # (R, D), (R,)

    def forward(start, stop):
        xb, ob = table[start:stop], out[start:stop]
        inv_rms[start:stop] = 1 / np.sqrt(dot_rows(xb, xb) / size + eps)
        np.multiply(xb, column(inv_rms[start:stop], xb), out=ob)
        if flat_weight is not None:
            ob *= flat_weight

    by_blocks(forward, *table.shape)

    def backward(g):
        x_grad, weight_grad = rms_norm_backward(g.reshape(table.shape), table, inv_rms, flat_weight)
        return x_grad.reshape(x.shape), None, weight_grad.reshape(shape)

    return out.reshape(x.shape), backward


def rms_norm_backward(g, x, inv_rms, weight):  # exercise
    """Return the gradients of x (R, D) and weight (D,) for rows divided by their root mean square.

    g and x are (R, D), inv_rms = 1 / sqrt(mean(x * x) + eps) is (R,), weight (D,) or None, which
    counts as ones. With h = g * weight and x_hat = x * inv_rms, the mean taken over a row, the
    gradient of x is inv_rms * (h - x_hat * mean(h * x_hat)).
    """
    count, size = g.shape
    scale = np.ones(size, g.dtype) if weight is None else weight  # (D,)
    x_grad = np.empty(g.shape, g.dtype)  # (R, D)

    def block(start, stop):
        gb, xb, out, inv = g[start:stop], x[start:stop], x_grad[start:stop], inv_rms[start:stop]
        product = gb * xb  # its sums over rows and columns are left to BLAS
        weight_grad = inv.astype(g.dtype) @ product  # (D,)
        slope = inv * inv * inv * (product @ scale) / size  # (R,)
        np.multiply(gb, scale, out=out)
        out *= column(inv, g)
        np.multiply(xb, column(slope, g), out=product)
        out -= product
        return weight_grad.astype(np.float64)

    sums = sum(by_blocks(block, count, size), np.zeros(size))  # (D,)
    return x_grad, sums.astype(g.dtype)


class RMSNorm(Module):
    """Divide by the root mean square of the last axes; PyTorch's names and defaults.

    eps = None stands for the distance from 1 to the next number of x's dtype.
    """

    def __init__(self, normalized_shape, eps=None, elementwise_affine=True, *, dtype=np.float32):
        super().__init__()
        self.normalized_shape = trailing_shape(normalized_shape)
        self.eps = None if eps is None else require_eps(eps)
        self.elementwise_affine = elementwise_affine
        shape = self.normalized_shape
        self.weight = Parameter(np.ones(shape, dtype)) if elementwise_affine else None

    def forward(self, x):
        eps = float(np.finfo(x.dtype).eps) if self.eps is None else self.eps
        return rms_norm(x, self.normalized_shape, self.weight, eps=eps)

    def extra_repr(self):
        return (
            f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"
        )
