"""Layer normalisation: every row with mean 0 and variance 1, whatever else is in the batch."""

import math

import numpy as np
from scratchcore import primitive
from t05_mlp import Module, Parameter

from t16_normalization.checks import require_eps, require_trailing, trailing_shape
from t16_normalization.naive import layer_norm_naive
from t16_normalization.rows import FAR, by_blocks, column, dot_rows, sum_rows


def standardize_rows(x, eps, out):  # exercise
    """Write x_hat = (x - mean) * inv_std into out, row by row, and return inv_std (R,), float64.

    x and out are (R, D), inv_std = 1 / sqrt(var + eps), var divides by D. Near a mean of 10,000 a
    float32 mean is off by more than 0.001: what is left of it in x - mean has to go as well.
    """
    size = x.shape[1]
    mean = sum_rows(x) / size  # (R,)
    np.subtract(x, column(mean, x), out=out)
    var = dot_rows(out, out) / size
    if (mean * mean > FAR * var).any():
        rest = sum_rows(out) / size
        out -= column(rest, x)
        var -= rest * rest
    inv_std = 1 / np.sqrt(var + eps)
    out *= column(inv_std, x)
    return inv_std


@primitive(composite=layer_norm_naive)
def layer_norm(x, normalized_shape, weight=None, bias=None, *, eps=1e-5):  # exercise
    """Return x normalised over its last axes, and the function that pulls a gradient back.

    Arguments as for `layer_norm_naive`, `require_trailing` checks them. The result has x's dtype;
    an empty x gives an empty one. `layer_norm_backward` does the way back.
    """
    shape = require_trailing("layer_norm", x, normalized_shape, weight, bias)
    size = math.prod(shape)
    table = x.reshape(x.size // size, size)  # (R, D)
    flat_weight, flat_bias = (None if p is None else p.reshape(-1) for p in (weight, bias))
    out, x_hat = np.empty(table.shape, x.dtype), np.empty(table.shape, x.dtype)
    inv_std = np.empty(len(table))  # (R,)

    def forward(start, stop):
        inv_std[start:stop] = standardize_rows(table[start:stop], eps, x_hat[start:stop])
        scale = 1.0 if weight is None else flat_weight
        np.multiply(x_hat[start:stop], scale, out=out[start:stop])
        if bias is not None:
            out[start:stop] += flat_bias

    by_blocks(forward, *table.shape)

    def backward(g):
        x_grad, *others = layer_norm_backward(g.reshape(table.shape), x_hat, inv_std, flat_weight)
        return x_grad.reshape(x.shape), None, *(grad.reshape(shape) for grad in others)

    return out.reshape(x.shape), backward


def layer_norm_backward(g, x_hat, inv_std, weight):  # exercise
    """Return the gradients of x (R, D), weight (D,) and bias (D,) for rows of one normalisation.

    g and x_hat = (x - mean) * inv_std are (R, D), inv_std (R,), weight (D,) or None, which counts
    as ones. With h = g * weight, the means taken over a row, the gradient of x is
    inv_std * (h - mean(h) - x_hat * mean(h * x_hat)).
    """
    count, size = g.shape
    scale = np.ones(size, g.dtype) if weight is None else weight  # (D,)
    x_grad = np.empty(g.shape, g.dtype)  # (R, D)

    def block(start, stop):
        gb, xb, out = g[start:stop], x_hat[start:stop], x_grad[start:stop]
        product = gb * xb  # its sums over rows and columns are left to BLAS
        ones = np.ones(len(gb), g.dtype)
        bias_grad, weight_grad = ones @ gb, ones @ product  # (D,)
        mean, slope = (gb @ scale)[:, None] / size, (product @ scale)[:, None] / size  # (R, 1)
        np.multiply(gb, scale, out=out)
        np.multiply(xb, slope, out=product)
        out -= product
        out -= mean
        out *= column(inv_std[start:stop], g)
        return np.array([weight_grad, bias_grad], np.float64)

    sums = sum(by_blocks(block, count, size), np.zeros((2, size)))  # (2, D)
    return x_grad, *sums.astype(g.dtype)


class LayerNorm(Module):
    """Normalise over the last axes, of shape `normalized_shape`; PyTorch's names and defaults."""

    def __init__(
        self, normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, *, dtype=np.float32
    ):
        super().__init__()
        self.normalized_shape, self.eps = trailing_shape(normalized_shape), require_eps(eps)
        self.elementwise_affine = elementwise_affine
        shape = self.normalized_shape
        self.weight = Parameter(np.ones(shape, dtype)) if elementwise_affine else None
        self.bias = Parameter(np.zeros(shape, dtype)) if elementwise_affine and bias else None

    def forward(self, x):
        return layer_norm(x, self.normalized_shape, self.weight, self.bias, eps=self.eps)

    def extra_repr(self):
        return (
            f"{self.normalized_shape}, eps={self.eps}, "
            f"elementwise_affine={self.elementwise_affine}, bias={self.bias is not None}"
        )
