"""Losses of classes: the cross-entropy of a softmax as one operation, and the log-likelihood."""

import math
from typing import NamedTuple

import numpy as np
from numpy import ndarray
from scratchcore import Tensor, primitive
from scratchcore.ops.broadcasting import ones, raw

from t08_losses.checks import (
    check_classes,
    check_floats,
    check_pair,
    check_reduction,
    check_share,
    to_constant,
    warn_of_empty_mean,
)
from t08_losses.reduction import (
    onto,
    row_products,
    row_sums,
    shares,
    subtract_at_,
    total,
    weigh,
)


def cross_entropy(
    logits, target, *, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0
):
    """Return -log softmax(logits) at the target class.

    `logits` (N, C), (N, C, d1, ...) or (C,). `target` either holds classes, integers of shape (N,),
    (N, d1, ...) or (), or probabilities, floats of the shape of `logits`. `weight` (C,) counts the
    classes differently; the mean over classes divides by the sum of the targets' weights, that over
    probabilities by the number of rows. Positions with the class `ignore_index` don't count.
    `label_smoothing` moves that share of every target to all C classes evenly (Szegedy et al.,
    "Rethinking the Inception architecture", 2016, section 7).
    """
    check_share(label_smoothing, "label_smoothing")
    check_reduction(reduction)
    weight = _class_weight(logits, weight, "logits")
    if isinstance(target, (ndarray, Tensor)) and target.dtype.kind == "f":
        logits, target = check_pair(logits, target, reduction, ("logits", "target"))
        rows, q, shape = _rows(logits), _rows(target), _without_classes(logits.shape)
        losses = soft_cross_entropy(rows, q, weight, label_smoothing, reduction)
    else:
        targets, shape = _targets(logits, target, weight, ignore_index, reduction)
        rows = _rows(logits)
        losses = class_cross_entropy(rows, targets, weight, label_smoothing, reduction)
    return losses.reshape(shape) if reduction == "none" else losses


def nll_loss(log_probabilities, target, *, weight=None, ignore_index=-100, reduction="mean"):
    """Return -log_probabilities at the target class; shapes and options as in `cross_entropy`."""
    check_reduction(reduction)
    x = log_probabilities
    weight = _class_weight(x, weight, "log_probabilities")
    targets, shape = _targets(x, target, weight, ignore_index, reduction)
    losses = picked(_rows(x), targets, reduction)
    return losses.reshape(shape) if reduction == "none" else losses


class Targets(NamedTuple):
    """The classes of N rows: `index` (N,), 0 where ignored; `kept` (N,), 1.0 or 0.0 where ignored;
    `counts` (N,), kept times the weight of the row's class; and the sum of `counts`.
    """

    index: ndarray
    kept: ndarray
    counts: ndarray
    total: float


def exponentials(x):  # exercise
    """Return z, e = exp(z) and the sums of e's rows, where z is x (N, C) up to a number per row.

    z is x minus the maximum of each row, so that exp cannot overflow and each sum is at least 1:
    log softmax(x) = z - log(sums). Where exp(x) itself is harmless, z = x saves two passes.
    """
    if type(x) is ndarray and x[:1].max(initial=-np.inf) < 20:  # a look at one row: worth a try?
        with np.errstate(over="ignore"):
            e = np.exp(x)
            sums = row_sums(e)
        if sums.min(initial=1.0) > 1e-6 and sums.max(initial=1.0) < 1e9:
            return x, e, sums
    z = x - raw(x).max(axis=1, keepdims=True)
    e = np.exp(z)
    return z, e, row_sums(e)


def smoothed(counts, weight, smoothing, classes):  # exercise
    """Return what label smoothing leaves at each target (N,) and what it gives each class (C,).

    The target keeps the share 1 - smoothing of its count; the rest is spread over all C classes,
    the target's included, each times its `weight` (C,) unless that is None.
    """
    each = np.full_like(counts, smoothing / classes, shape=classes)  # (C,)
    return (1 - smoothing) * counts, each if weight is None else each * weight


@primitive()
def class_cross_entropy(x, targets, weight, smoothing, reduction):  # exercise
    """Return the cross-entropy of logits x (N, C) with classes and its backward pass.

    With (own, each) = `smoothed(...)` the loss of a row is
    own * -log p[index] + kept * sum_c each[c] * -log p[c]; the mean divides by `targets.total`.
    """
    index, kept, own, total_count = targets
    z, e, sums = exponentials(x)
    logs = np.log(sums.astype(np.float64))  # few numbers; they make log p exact to float32
    if smoothing:
        own, each = smoothed(own, weight, smoothing, x.shape[1])
    # rounded, the difference may be -1e-8; a loss is not negative
    surprise = np.maximum(logs - z[np.arange(len(own)), index], 0.0)
    counted = kept > 0  # 0 times the inf of a masked class would be nan
    losses = own * np.where(counted, surprise, 0.0)  # (N,)
    mass = own
    if smoothing:
        losses = losses + np.where(counted, logs * each.sum() - z @ each, 0.0)
        mass = own + kept * each.sum()
    share, scale = shares(total_count, reduction)
    gradient = onto(np.multiply, e, (scale * mass / sums)[:, None])  # mass * p
    gradient = subtract_at_(gradient, index, scale * own)
    if smoothing:
        gradient = onto(np.subtract, gradient, np.multiply.outer(scale * kept, each))
    losses = (total(losses, reduction) * share).astype(x.dtype)
    return losses, lambda g: (weigh(gradient, g),)


@primitive()
def soft_cross_entropy(x, q, weight, smoothing, reduction):  # exercise
    """Return the cross-entropy of logits x (N, C) with probabilities q (N, C) and its backward.

    The loss of a row is sum_c weight[c] * s[c] * -log p[c], where s is q with label smoothing.
    """
    z, e, sums = exponentials(x)
    share, scale = shares(len(q), reduction)
    keep = 1 - smoothing
    a = q if not smoothing else q * keep + smoothing / q.shape[1]
    a = a if weight is None else a * weight  # (N, C), the target that counts
    mass = row_sums(a)
    logs = np.log(sums.astype(np.float64))
    losses = mass * logs - row_products(a, z)  # (N,)
    gradient = onto(np.subtract, onto(np.multiply, e, (mass / sums)[:, None]), a)  # mass * p - a
    gradient = gradient if scale == 1 else onto(np.multiply, gradient, scale)

    def backward(g):
        return weigh(gradient, g), lambda: target_gradient(g)

    def target_gradient(g):
        surprise = logs[:, None] - z
        surprise = surprise if weight is None else surprise * weight
        return weigh(surprise.astype(x.dtype), g * (scale * keep))

    return (total(losses, reduction) * share).astype(x.dtype), backward


@primitive()
def picked(x, targets, reduction):  # exercise
    """Return -counts * x at each row's class, for x (N, C), and the backward pass.

    The mean divides by `targets.total`.
    """
    index, kept, counts, total_count = targets
    own = np.where(kept > 0, x[np.arange(len(counts)), index], 0.0)  # what is ignored may be inf
    losses = -own * counts  # (N,)
    share, scale = shares(total_count, reduction)
    gradient = subtract_at_(np.zeros(x.shape, x.dtype), index, scale * counts)
    return total(losses, reduction) * share, lambda g: (weigh(gradient, g),)


def _class_weight(x, weight, name):
    """Check `x` and return the class weights as an array of its dtype."""
    check_floats(x, name)
    if not x.ndim:
        raise ValueError(f"{name} must have an axis of classes, got a single number")
    weight = to_constant(weight, x.dtype, "weight")
    classes = x.shape[min(1, x.ndim - 1)]
    if not classes:
        raise ValueError(f"{name} has shape {x.shape}: no classes to choose from")
    if weight is not None and weight.shape != (classes,):
        raise ValueError(f"weight has shape {weight.shape}, expected ({classes},), one per class")
    return weight


def _targets(x, target, weight, ignore_index, reduction):
    """Return the Targets of integer classes, and their shape."""
    target, kept = check_classes(x, target, _without_classes(x.shape), ignore_index)
    index = target.reshape(-1)
    if kept is None and weight is None:
        counts = kept = ones(index.size, x.dtype)
        count = index.size
    else:
        kept = ones(index.size, x.dtype) if kept is None else kept.reshape(-1).astype(x.dtype)
        counts = kept if weight is None else kept * weight[index]
        count = float(counts.sum())
    if reduction == "mean" and not count:
        warn_of_empty_mean("no target counts")
    return Targets(index, kept, counts, count), target.shape


def _without_classes(shape):
    """Return the shape of the targets for logits of `shape`."""
    return shape[:1] + shape[2:] if len(shape) > 1 else ()


def _rows(x):
    """Bring (C,) or (N, C, d1, ...) to (rows, C)."""
    if x.ndim == 2:
        return x
    if x.ndim == 1:
        return x.reshape(1, -1)
    moved = np.moveaxis(x, 1, -1)
    return moved.reshape(math.prod(moved.shape[:-1]), moved.shape[-1])
