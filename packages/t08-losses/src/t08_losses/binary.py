"""Losses of yes or no: binary cross-entropy, focal loss and the hinge."""

import numpy as np
from scratchcore import primitive
from scratchcore.ops.broadcasting import raw

from t08_losses.checks import (
    check_pair,
    check_probabilities,
    check_share,
    check_signs,
    to_constant,
)
from t08_losses.reduction import finish, onto, products, total, total_log1p


def binary_cross_entropy(prediction, target, *, weight=None, reduction="mean"):
    """Return -(y log p + (1 - y) log(1 - p)) for probabilities p and targets y from 0 to 1.

    Both logarithms are at least -100, as in PyTorch. `weight` broadcasts to the losses; the mean
    divides by their number, not by the weights. For logits use `binary_cross_entropy_with_logits`.
    """
    p, y = check_pair(prediction, target, reduction)
    check_probabilities(p, "prediction")
    return bernoulli(p, y, _weight(weight, p, "weight"), reduction)


def binary_cross_entropy_with_logits(
    logits, target, *, weight=None, pos_weight=None, reduction="mean"
):
    """Return the binary cross-entropy of sigmoid(logits), for logits of any size.

    `pos_weight` multiplies the part -y log sigmoid(x) of the positives, `weight` the whole loss;
    both broadcast to the losses, and the mean divides by their number.
    """
    x, y = check_pair(logits, target, reduction, ("logits", "target"))
    weight, pos_weight = _weight(weight, x, "weight"), _weight(pos_weight, x, "pos_weight")
    return bernoulli_logits(x, y, weight, pos_weight, reduction)


def focal_loss(logits, target, *, alpha=0.25, gamma=2.0, reduction="mean"):
    """Return the binary cross-entropy times (1 - probability of the truth)**gamma.

    `alpha` weighs the positives and 1 - alpha the negatives, None neither. Lin et al., "Focal loss
    for dense object detection" (2017), equation 5.
    """
    x, y = check_pair(logits, target, reduction, ("logits", "target"))
    if alpha is not None:
        check_share(alpha, "alpha")
    if not gamma >= 0:
        raise ValueError(f"gamma must not be negative, got {gamma!r}")
    return focal(x, to_constant(y, x.dtype, "target"), alpha, gamma, reduction)


def hinge_loss(score, target, *, margin=1.0, reduction="mean"):
    """Return max(0, margin - target * score) for targets -1 and 1; at the margin the slope counts.

    Cortes and Vapnik, "Support-vector networks" (1995).
    """
    score, y = check_pair(score, target, reduction, ("score", "target"))
    check_signs(y, "target")
    return hinge(score, y, margin, reduction)


@primitive()
def bernoulli(p, y, weight, reduction):  # exercise
    """Return the binary cross-entropy of probabilities p, targets y, and its backward pass.

    `weight` is an array of any shape that broadcasts, or None. The slope divides by p (1 - p), of
    which at least 1e-12 is taken.
    """
    with np.errstate(divide="ignore"):  # log(0) is cut off at -100
        log_p = np.maximum(np.log(p), -100.0)
        log_q = np.maximum(np.log1p(-p), -100.0)
    losses = -(y * log_p + (1 - y) * log_q)
    slope = (p - y) / np.maximum(p * (1 - p), 1e-12)
    if weight is not None:
        losses, slope = losses * weight, slope * weight
    for_target = log_q - log_p if weight is None else (log_q - log_p) * weight
    return finish(total(losses, reduction), slope, reduction, other=lambda: for_target)


def logistic_parts(x):  # exercise
    """Return exp(-|x|), sigmoid(x), and 1.0 where x > 0 else 0.0, without overflow."""
    e = onto(np.exp, onto(np.negative, np.abs(x)))  # in (0, 1]
    step = (raw(x) > 0).astype(x.dtype)
    sigmoid = onto(np.abs, onto(np.subtract, e / (1 + e), step))  # e / (1 + e) = sigmoid(-|x|)
    return e, sigmoid, step


@primitive()
def bernoulli_logits(x, y, weight, pos_weight, reduction):  # exercise
    """Return the binary cross-entropy of sigmoid(x), targets y, and its backward pass.

    With softplus(x) = log(1 + exp(x)) the loss is weight * ((1 - y) softplus(x) + pos_weight y
    softplus(-x)); weights that are None count as 1.
    """
    e, slope, step = logistic_parts(x)  # softplus(x) = log(1 + e) + step * x
    if weight is None and pos_weight is None:
        positive = y
        tail = total_log1p(e, reduction)
    else:
        weight = 1.0 if weight is None else weight
        positive = weight * y * (1.0 if pos_weight is None else pos_weight)
        both = weight * (1 - y) + positive
        slope, step = onto(np.multiply, slope, both), onto(np.multiply, step, both)
        tail = products(both, np.log1p(e), reduction)
    slope = onto(np.subtract, slope, positive)
    loss = tail + products(x, onto(np.subtract, step, positive), reduction)
    return finish(loss, slope, reduction, other=lambda: _slope_of_target(x, weight, pos_weight))


def _slope_of_target(x, weight, pos_weight):
    """Return weight * (pos_weight softplus(-x) - softplus(x)), where None counts as 1."""
    e, _, step = logistic_parts(x)
    tail = np.log1p(e)
    positive = tail + (step - 1) * x
    positive = positive if pos_weight is None else positive * pos_weight
    slope = positive - (tail + step * x)
    return slope if weight is None else slope * weight


@primitive()
def focal(x, y, alpha, gamma, reduction):  # exercise
    """Return the focal loss of logits x, constant targets y, and its backward pass.

    With p = sigmoid(x), u = p (1 - y) + (1 - p) y and the binary cross-entropy ce, the loss is
    balance * u**gamma * ce; balance is alpha y + (1 - alpha) (1 - y), or 1 if alpha is None.
    """
    e, p, step = logistic_parts(x)
    ce = np.log1p(e) + x * (step - y)
    u = p + y - 2 * p * y
    factor = u**gamma
    if alpha is not None:
        factor = factor * ((2 * alpha - 1) * y + (1 - alpha))
    # du/dx = (1 - 2 y) p (1 - p); u may be 0, where du is 0 as well
    growth = (1 - 2 * y) * p * (1 - p) / np.maximum(u, np.finfo(u.dtype).tiny)
    slope = factor * (gamma * growth * ce + p - y)
    return finish(products(factor, ce, reduction), slope, reduction)


@primitive()
def hinge(score, y, margin, reduction):
    """Return max(0, margin - y * score) and its backward pass; the slope at the kink is -y."""
    short = margin - y * score
    active = (raw(short) >= 0).astype(score.dtype)
    loss = total(np.maximum(short, 0.0), reduction)
    return finish(loss, -y * active, reduction, other=lambda: -score * active)


def _weight(weight, x, name):
    """Return a weight as an array that broadcasts to the shape of `x`; None stays None."""
    weight = to_constant(weight, x.dtype, name)
    if weight is None:
        return None
    pairs = zip(weight.shape[::-1], x.shape[::-1], strict=False)
    if weight.ndim > x.ndim or any(n not in (1, m) for n, m in pairs):
        raise ValueError(f"{name} has shape {weight.shape}, which does not broadcast to {x.shape}")
    return weight
