"""Spectral normalisation (Miyato et al., 2018): a matrix that stretches no input.

The matrix of a Linear layer, that is; a convolution's makes the channels of one pixel out of its
window, and as windows overlap, a whole picture may become longer by up to sqrt(KH * KW).
"""

import numpy as np
from scratchcore import no_grad, primitive
from t05_mlp import Module, Parameter
from t11_conv2d.geometry import is_whole

from t16_normalization.checks import require_layer
from t16_normalization.weightnorm import call_with, restore


def as_matrix(weight, dim):
    """Return the weight with axis `dim` as rows and all others as columns, (out, rest)."""
    matrix = np.moveaxis(weight, dim, 0)
    return np.reshape(matrix, (matrix.shape[0], -1))


def power_iteration(matrix, u, v, steps, eps=1e-12):  # exercise
    """Turn u (M,) and v (K,) towards the first singular vectors of matrix (M, K), in place.

    Each step takes u = matrix @ v, then v = matrix.T @ u, both divided by their norm or by eps
    where that is larger. From there on u @ matrix @ v estimates the largest singular value.
    """
    for _ in range(steps):
        u[...] = _unit(matrix @ v, eps)
        v[...] = _unit(matrix.T @ u, eps)


def _unit(vector, eps):
    return vector / max(float(np.sqrt(np.vecdot(vector, vector))), eps)


def spectral_norm_naive(weight, u, v, *, dim=0, eps=1e-12):
    """Return weight / (u @ matrix @ v), written with NumPy functions that have rules."""
    sigma = np.sum(u[:, None] * as_matrix(weight, dim) * v)
    return weight / (eps if abs(float(sigma)) <= eps else sigma)


@primitive(composite=spectral_norm_naive)
def spectral_norm(weight, u, v, *, dim=0, eps=1e-12):  # exercise
    """Return weight / sigma with sigma = u @ matrix @ v, and the function for the way back.

    matrix is `as_matrix(weight, dim)`. u (M,) and v (K,) are constants: no gradient returns to them
    (None). sigma depends on the weight, though: with out = weight / sigma the gradient of the
    weight is (g - sum(g * out) * u v^T) / sigma, where u v^T has the weight's order of axes. A
    sigma between -eps and eps is none to divide by: the weight is divided by the constant eps.
    """
    matrix = as_matrix(weight, dim)  # (M, K)
    sigma = float(u @ (matrix @ v))
    if abs(sigma) <= eps:
        return weight / eps, lambda g: (g / eps, None, None)
    out = weight / sigma

    def backward(g):
        rows = as_matrix(g, dim)  # (M, K)
        along = float(np.vecdot(g.reshape(-1), out.reshape(-1)))
        grad = (rows - along * np.outer(u, v)) / sigma  # (M, K)
        moved = np.moveaxis(weight, dim, 0).shape
        return np.moveaxis(grad.reshape(moved), 0, dim), None, None

    return out, backward


class SpectralNorm(Module):
    """Divide the weight of `layer` by an estimate of its largest singular value.

    The estimate improves by `n_power_iterations` at every forward pass in training; u and v, drawn
    from `rng` and then turned 15 times, are buffers. `dim` is the axis of the outputs: 0 for Linear
    and Conv2d, 1 for a transposed convolution. `layer.weight` is there during a forward pass only;
    `remove` gives the layer back as it now computes.
    """

    def __init__(self, layer, n_power_iterations=1, dim=0, eps=1e-12, *, rng):
        super().__init__()
        if not is_whole(n_power_iterations) or n_power_iterations < 1:
            raise ValueError(
                f"n_power_iterations must be a whole number from 1, got {n_power_iterations!r}"
            )
        if dim is None:
            raise ValueError("SpectralNorm: dim must be an axis of the weight, got None")
        weight = require_layer("SpectralNorm", layer, dim)
        self.n_power_iterations, self.dim, self.eps = n_power_iterations, dim, eps
        self.weight = Parameter(weight.copy())
        matrix = as_matrix(weight, dim)
        for name, size in zip("uv", matrix.shape, strict=True):
            vector = _unit(rng.standard_normal(size), eps)
            self.register_buffer(name, vector.astype(weight.dtype))
        self.turn(matrix, 15)
        del layer.weight  # a parameter can't become a plain tensor
        self.layer = layer

    def forward(self, x):
        if self.training:
            self.turn(as_matrix(self.weight.data, self.dim), self.n_power_iterations)
        return call_with(self.layer, self.normed(), x)

    def turn(self, matrix, steps):
        """Turn u and v by `steps`; keep them where they would become 0, to stay so for ever."""
        kept = self.u.copy(), self.v.copy()
        power_iteration(matrix, self.u, self.v, steps, self.eps)
        if not (self.u.any() and self.v.any()):
            self.u[...], self.v[...] = kept

    def normed(self):
        """Return the weight over sigma; later turns of u and v don't change its gradient."""
        u, v = self.u.copy(), self.v.copy()
        return spectral_norm(self.weight, u, v, dim=self.dim, eps=self.eps)

    def remove(self):
        """Return the layer, with the present weight as its parameter; this wrapper is used up."""
        with no_grad():
            weight = self.normed()
        return restore(self.layer, weight)

    def extra_repr(self):
        return f"n_power_iterations={self.n_power_iterations}, dim={self.dim}, eps={self.eps}"
