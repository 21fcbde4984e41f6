"""Two small tasks that no straight line solves."""

import numpy as np


def make_moons(samples, *, noise=0.0, rng):
    """Sample two interleaved half circles of radius 1: points (samples, 2), labels (samples,).

    The outer moon comes first, with label +1, then the inner one with -1. They are scikit-learn's
    moons moved by (-0.5, -0.25), so that turning the plane by half a turn swaps them. `noise` is
    the standard deviation of the Gaussian added to each coordinate.
    """
    if samples < 2:
        raise ValueError(f"samples must be at least 2, one a moon, got {samples}")
    if noise < 0:
        raise ValueError(f"noise must not be negative, got {noise}")
    outer = np.linspace(0, np.pi, samples // 2)
    inner = np.linspace(0, np.pi, samples - samples // 2)
    points = np.concatenate(
        [
            np.stack([np.cos(outer) - 0.5, np.sin(outer) - 0.25], axis=1),
            np.stack([0.5 - np.cos(inner), 0.25 - np.sin(inner)], axis=1),
        ]
    )  # (samples, 2)
    labels = np.repeat([1.0, -1.0], [len(outer), len(inner)])
    return points + rng.normal(0.0, noise, points.shape), labels


def make_xor():
    """Return the four corners of the unit square (4, 2) and +1 where exactly one of x, y is 1."""
    points = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return points, np.array([-1.0, 1.0, 1.0, -1.0])
