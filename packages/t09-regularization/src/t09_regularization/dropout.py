"""Dropout (Srivastava et al., 2014): units switched off at random, a new choice every step."""

import math

import numpy as np
from t05_mlp import Module


def random_keep(shape, p, *, rng):
    """Return booleans of `shape`, each False with probability p, independently.

    A random byte is compared with 256 p, which costs a fifth of a random float. The byte that
    falls on the fraction of 256 p is decided by a float of its own, so that p is exact.
    """
    size = math.prod(shape)
    words = rng.integers(0, 2**64, size=-(-size // 8), dtype=np.uint64)
    draws = words.astype("<u8", copy=False).view(np.uint8)[:size]  # the same bytes on any machine
    whole = int(256 * p)
    keep = draws >= whole
    if fraction := 256 * p - whole:
        undecided = np.flatnonzero(draws == whole)
        keep[undecided] = rng.random(len(undecided)) >= fraction
    return keep.reshape(shape)


def dropout(x, p, *, training=True, rng):  # exercise
    """Return x with each element set to 0 with probability p, and the others divided by 1 - p.

    Then the mean over all choices is x, and nothing has to be done when the network is used:
    without `training` x comes back as it is. `random_keep` makes a choice, `require_probability`
    checks p; p = 1 drops everything.
    """
    require_probability(p)
    if not training or p == 0:
        return x
    scale = 1 / (1 - p) if p < 1 else 0.0
    return x * np.multiply(random_keep(x.shape, p, rng=rng), scale, dtype=x.dtype)


def require_probability(p):
    """Raise ValueError unless 0 <= p <= 1."""
    if not 0 <= p <= 1:
        raise ValueError(f"p, the probability to drop an element, must be in [0, 1], got {p}")


class Dropout(Module):
    """Drop elements with probability p in training, none in evaluation.

    `rng` is the layer's own from then on: its state moves with every call in training.
    """

    def __init__(self, p=0.5, *, rng):
        super().__init__()
        require_probability(p)
        if not isinstance(rng, np.random.Generator):
            raise TypeError(f"rng must be a numpy Generator, got {type(rng).__name__}")
        self.p, self.rng = p, rng

    def forward(self, x):  # exercise
        """Apply `dropout` with this layer's p and rng, in the mode that `training` says."""
        return dropout(x, self.p, training=self.training, rng=self.rng)

    def extra_repr(self):
        return f"p={self.p}"
