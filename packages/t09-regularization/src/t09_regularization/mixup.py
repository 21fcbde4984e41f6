"""Mixup (Zhang et al., 2018): train on points between samples, with labels between theirs."""

import math


def mixup(x, y, *, alpha, rng):  # exercise
    """Return lam * x + (1 - lam) * x[order], and y mixed by the same lam and order.

    x is (N, ...), y (N, C) of probabilities, or (N, ...) of targets to regress on. One lam for the
    batch is drawn from Beta(alpha, alpha), then the order, a permutation. alpha = 0 means lam = 1:
    both come back as they are. Class indices raise TypeError: they are names and can't be mixed.
    A negative or infinite alpha, or an x and y of unlike length, raise ValueError.
    """
    if not 0 <= alpha < math.inf:
        raise ValueError(f"alpha must be at least 0 and finite, got {alpha}")
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} samples, y has {len(y)}")
    if y.dtype.kind != "f":
        raise TypeError(
            f"y must hold probabilities, as np.eye(classes)[labels] does, got {y.dtype}"
        )
    if alpha == 0:
        return x, y
    lam = float(rng.beta(alpha, alpha))
    order = rng.permutation(len(x))
    return lam * x + (1 - lam) * x[order], lam * y + (1 - lam) * y[order]
