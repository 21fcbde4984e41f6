"""Weight normalisation (Salimans and Kingma, 2016): length and direction of weights apart."""

import numpy as np
from scratchcore import Tensor, no_grad, primitive
from t05_mlp import Module, Parameter

from t16_normalization.checks import require_layer


def weight_norm_naive(v, g, *, dim=0):
    """Return g * v / norm(v), written with NumPy functions that have rules."""
    return g * v / np.sqrt(np.sum(v * v, axis=norm_axes(v, dim), keepdims=True))


def norm_axes(v, dim):
    """Return the axes that a norm sums over: all but `dim`, or all where dim is None."""
    return tuple(axis for axis in range(v.ndim) if axis != dim)


@primitive(composite=weight_norm_naive)
def weight_norm(v, g, *, dim=0):  # exercise
    """Return g * v / norm(v), and the function that pulls a gradient back to v and g.

    Each slice of v along `dim` has its own norm, over all other axes; g has v's number of axes, of
    size 1 all but `dim`: (out, 1, 1, 1) for a kernel. dim = None takes one norm of all of v, and g
    is (1, 1, ...). `weight_norm_backward` does the way back, `require_lengths` checks.
    """
    require_lengths(v, g, dim)
    norm = np.sqrt(np.sum(v * v, axis=norm_axes(v, dim), keepdims=True))  # shape of g
    return v * (g / norm), lambda gradient: weight_norm_backward(gradient, v, g, dim=dim)


def weight_norm_backward(gradient, v, g, *, dim=0):  # exercise
    """Return the gradients of v and g, in their shapes, from that of g * v / norm(v).

    With the direction u = v / norm(v), the sums taken within a slice, they are
    (gradient - u * sum(gradient * u)) * g / norm and sum(gradient * u).
    """
    axes = norm_axes(v, dim)
    norm = np.sqrt(np.sum(v * v, axis=axes, keepdims=True))  # shape of g
    direction = v / norm
    g_grad = np.sum(gradient * direction, axis=axes, keepdims=True)  # shape of g
    return (gradient - direction * g_grad) * (g / norm), g_grad


def require_lengths(v, g, dim):
    """Raise ValueError unless g has one length per slice and every slice has a direction."""
    expected = tuple(size if axis == dim else 1 for axis, size in enumerate(v.shape))
    if g.shape != expected:
        raise ValueError(f"weight_norm: g has shape {g.shape}, expected {expected} for dim={dim}")
    if (np.sum(v * v, axis=norm_axes(v, dim)) == 0).any():
        raise ValueError(
            f"weight_norm: v has a slice of zeros, or of squares that are 0 in {v.dtype}: "
            "its norm is 0, and it has no direction"
        )


class WeightNorm(Module):
    """Train `g` and `v` in place of the weight g * v / norm(v) of `layer`, a Linear or Conv2d.

    The layer begins with the weight that it had. `layer.weight` is made anew for each forward pass
    and is there for its duration only; `remove` gives it back as a parameter.
    """

    def __init__(self, layer, dim=0):
        super().__init__()
        weight = require_layer("WeightNorm", layer, dim)
        axes = norm_axes(weight, dim)
        self.dim = dim
        self.g = Parameter(np.sqrt(np.sum(weight * weight, axis=axes, keepdims=True)))
        self.v = Parameter(weight.copy())
        require_lengths(self.v.data, self.g.data, dim)
        del layer.weight  # a parameter can't become a plain tensor
        self.layer = layer

    def forward(self, x):
        return call_with(self.layer, weight_norm(self.v, self.g, dim=self.dim), x)

    def remove(self):
        """Return the layer, with the present weight as its parameter; this wrapper is used up."""
        with no_grad():
            weight = weight_norm(self.v, self.g, dim=self.dim)
        return restore(self.layer, weight)

    def extra_repr(self):
        return f"dim={self.dim}"


def call_with(layer, weight, x):
    """Return layer(x) with the tensor `weight` as layer.weight, which is gone afterwards.

    If it stayed, it would keep its graph alive, and the layer couldn't be copied or pickled.
    """
    layer.weight = weight
    try:
        return layer(x)
    finally:
        del layer.weight


def restore(layer, weight):
    """Make `weight`, an array or tensor, the parameter of layer; return layer."""
    array = weight.data if isinstance(weight, Tensor) else weight
    layer.weight = Parameter(array)
    return layer
