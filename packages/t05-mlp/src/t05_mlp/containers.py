"""Modules made of modules: chains, reshaping and the multilayer perceptron."""

import math
from itertools import pairwise

import numpy as np

from t05_mlp.linear import Linear
from t05_mlp.module import Module


class Sequential(Module):
    """A chain: each module gets what the one before returned.

    The modules are called "0", "1" and so on in paths; `len`, iteration, an index, a slice and
    `append` work as with a list.
    """

    def __init__(self, *modules):
        super().__init__()
        for module in modules:
            self.append(module)

    def append(self, module):
        """Add a module at the end; return this chain."""
        if not isinstance(module, Module):
            kind = module.__name__ if isinstance(module, type) else type(module).__name__
            raise TypeError(f"Sequential is made of modules (instances), got {kind}")
        setattr(self, str(len(self)), module)
        return self

    def forward(self, x):
        for module in self._modules.values():
            x = module(x)
        return x

    def __len__(self):
        return len(self._modules)

    def __iter__(self):
        return iter(self._modules.values())

    def __getitem__(self, index):
        modules = list(self._modules.values())
        return Sequential(*modules[index]) if isinstance(index, slice) else modules[index]


class Flatten(Module):
    """Join all axes from `start_dim` on into one: (B, 28, 28) becomes (B, 784)."""

    def __init__(self, start_dim=1):
        super().__init__()
        self.start_dim = start_dim

    def forward(self, x):
        if not -x.ndim <= self.start_dim < x.ndim:
            raise ValueError(f"start_dim={self.start_dim} needs more axes than x has: {x.shape}")
        kept = x.shape[: self.start_dim]
        return x.reshape(*kept, math.prod(x.shape[len(kept) :]))

    def extra_repr(self):
        return f"start_dim={self.start_dim}"


class Identity(Module):
    """Return the input: takes the place of a layer that is switched off."""

    def forward(self, x):
        return x


class MLP(Module):  # replaces t02_autograd
    """A multilayer perceptron: linear layers with an activation between them.

    `sizes` are the widths from input to output, so [784, 256, 10] makes two layers. `activation`
    is any function of an array, or a module, which all layers then share; the last layer has none.
    """

    def __init__(self, sizes, *, activation=np.tanh, bias=True, rng, dtype=np.float32):  # exercise
        """Make the chain `layers` of Linear modules and keep `activation`.

        ValueError if there are fewer than two sizes, TypeError for an activation that can't be
        called, or is a class instead of an instance.
        """
        super().__init__()
        sizes = list(sizes)
        if len(sizes) < 2:
            raise ValueError(f"sizes needs an input and an output width, got {sizes}")
        if isinstance(activation, type) or not callable(activation):
            raise TypeError(f"activation must be a function or a module, got {activation!r}")
        pairs = pairwise(sizes)
        self.layers = Sequential(*(Linear(i, o, bias, rng=rng, dtype=dtype) for i, o in pairs))
        self.activation = activation

    def forward(self, x):  # exercise
        """Return the outputs for x of shape (..., sizes[0])."""
        *hidden, last = self.layers
        for layer in hidden:
            x = self.activation(layer(x))
        return last(x)

    def extra_repr(self):
        if isinstance(self.activation, Module):
            return ""
        return f"activation={getattr(self.activation, '__name__', self.activation)}"
