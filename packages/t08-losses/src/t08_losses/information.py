"""Information: how many nats or bits a distribution holds, and how far apart two of them are."""

import math

import numpy as np
from scratchcore import primitive
from scratchcore.ops.broadcasting import raw

from t08_losses.checks import check_floats, check_pair, warn_of_empty_mean
from t08_losses.reduction import products, shares, weigh


def kl_div(log_q, target, *, reduction="mean", log_target=False):
    """Return sum p (log p - log q), the divergence of `target` p from the model's q.

    The model comes first and as logarithms; `target` holds probabilities, or logarithms too with
    `log_target`. "batchmean" divides the sum by the first axis, which is the mean divergence of a
    row; "mean" divides by the number of elements, as in PyTorch.
    """
    if reduction == "batchmean":
        log_q, p = check_pair(log_q, target, "sum", ("log_q", "target"))
        count = log_q.shape[0] if log_q.ndim else 1
    else:
        log_q, p = check_pair(log_q, target, reduction, ("log_q", "target"))
        count = log_q.size if reduction == "mean" else 1
    if not log_target and raw(p).min(initial=0) < 0:
        raise ValueError("target holds negative numbers: pass log_target=True if these are log p")
    return divergence(log_q, p, log_target, count, reduction)


@primitive()
def divergence(log_q, target, log_target, count, reduction):  # exercise
    """Return p (log p - log q), summed unless reduction is "none", over `count`; and its backward.

    `target` is log p with `log_target`, else p, where 0 log 0 is 0.
    """
    share, scale = shares(count, "mean")
    if log_target:
        log_p, p = target, np.exp(target)
    else:
        log_p, p = np.log(np.maximum(target, np.finfo(target.dtype).tiny)), target
    gap = log_p - log_q

    def for_target(g):
        return weigh((gap + 1) * p if log_target else gap + 1, g * scale)

    return products(p, gap, reduction) * share, lambda g: (
        weigh(p, g * -scale),
        lambda: for_target(g),
    )


def entropy(probabilities, *, axis=-1):
    """Return -sum p log p along `axis`, in nats; 0 log 0 is 0."""
    p = check_floats(probabilities, "probabilities")
    return -np.sum(p * np.log(np.where(raw(p) > 0, p, 1.0)), axis=axis)


def masked_mean(values, mask):  # exercise
    """Return the mean of `values` where `mask` (bools of the same shape) is true.

    What is masked out may be anything, nan too: neither value nor gradient see it.
    """
    mask = np.asarray(raw(mask))
    if mask.dtype != bool or mask.shape != values.shape:
        raise ValueError(
            f"mask must be bools of shape {values.shape}, got {mask.dtype} {mask.shape}"
        )
    count = np.count_nonzero(mask)
    if not count:
        warn_of_empty_mean("mask holds no True")
        return np.sum(values) * math.nan
    return np.sum(np.where(mask, values, 0.0)) * (1 / count)


def perplexity(losses, mask=None):  # exercise
    """Return exp of the mean of losses in nats: among how many equal choices a model hesitates.

    `losses` is one mean or holds a loss per token, of which those with a true `mask` count.
    """
    mean = np.mean(losses) if mask is None else masked_mean(losses, mask)
    return np.exp(mean)


def nats_to_bits(nats):
    """Return information in bits: base 2 instead of e."""
    return nats / math.log(2)


def bits_to_nats(bits):
    """Return information in nats: base e instead of 2."""
    return bits * math.log(2)
