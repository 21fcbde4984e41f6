"""Losses of angles: pairs of vectors that should be alike or not, and one match among many."""

import numpy as np
from scratchcore import primitive
from scratchcore.ops.broadcasting import raw

from t08_losses.checks import check_pair, check_positive, check_signs, to_floats
from t08_losses.classification import cross_entropy
from t08_losses.reduction import row_products, shares, total


def cosine_embedding_loss(x1, x2, target, *, margin=0.0, reduction="mean"):
    """Return 1 - cos(x1, x2) for target 1, and max(0, cos(x1, x2) - margin) for target -1.

    `x1` and `x2` are (N, D) with targets (N,), or (D,) with a single target ().
    """
    x1, x2 = check_pair(x1, x2, reduction, ("x1", "x2"))
    if x1.ndim not in (1, 2):
        raise ValueError(f"x1 has shape {x1.shape}, expected (N, D) or (D,)")
    y = raw(to_floats(target, x1.dtype, "target"))
    if y.shape != x1.shape[:-1]:
        raise ValueError(f"target has shape {y.shape}, expected {x1.shape[:-1]}, one per row")
    check_signs(y, "target")
    return cosine_embedding(x1, x2, y, margin, reduction)


def info_nce(query, key, *, temperature=0.1, reduction="mean"):
    """Return -log of the share that each query gives to its own key among all N keys.

    Row i of `query` (N, D) belongs to row i of `key` (N, D); the other keys are its negatives. The
    shares are a softmax of cosines over `temperature` (van den Oord et al., "Representation
    learning with contrastive predictive coding", 2018, equation 4).
    """
    check_positive(temperature, "temperature")
    query, key = check_pair(query, key, reduction, ("query", "key"))
    if query.ndim != 2:
        raise ValueError(f"query has shape {query.shape}, expected (N, D)")
    logits = similarities(query, key, temperature)  # (N, N)
    return cross_entropy(logits, np.arange(len(logits)), reduction=reduction)


@primitive()
def cosine_embedding(x1, x2, y, margin, reduction):  # exercise
    """Return the cosine embedding loss of rows, constant targets y (N,), and its backward pass.

    1e-12 is added to the squared lengths, so that a row of zeros has cosine 0 and a gradient.
    """
    square1, square2 = row_products(x1, x1) + 1e-12, row_products(x2, x2) + 1e-12
    scale = 1 / np.sqrt(square1 * square2)
    cosine = row_products(x1, x2) * scale  # (N,)
    alike = (y > 0).astype(x1.dtype)
    apart = (1 - alike) * (raw(cosine) >= margin)
    losses = alike * (1 - cosine) + apart * (cosine - margin)
    share, gradient_share = shares(losses.size, reduction)

    def toward(x, square, other, g):
        slope = (apart - alike) * (g * gradient_share)
        return other * (slope * scale)[..., None] - x * (slope * cosine / square)[..., None]

    return total(losses, reduction) * share, lambda g: (
        lambda: toward(x1, square1, x2, g),
        lambda: toward(x2, square2, x1, g),
    )


def similarities(query, key, temperature):  # exercise
    """Return the cosine of every query (N, D) and every key (M, D) over `temperature`, (N, M).

    Query i is row i. A vector shorter than 1e-12 is divided by that instead of its length.
    """

    def unit(x):
        return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)

    return unit(query) @ unit(key).T / temperature
