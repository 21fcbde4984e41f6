"""Losses of real numbers: squared, absolute, and Huber's, which is one near 0 and the other far."""

import numpy as np
from scratchcore import primitive

from t08_losses.checks import check_pair, check_positive
from t08_losses.reduction import finish, products


def mse_loss(prediction, target, *, reduction="mean"):  # replaces t02_autograd
    """Return the squared error (prediction - target)**2, both of one shape."""
    return squared_error(*check_pair(prediction, target, reduction), reduction)


def l1_loss(prediction, target, *, reduction="mean"):
    """Return the absolute error |prediction - target|, both of one shape, with slope 0 at 0."""
    return absolute_error(*check_pair(prediction, target, reduction), reduction)


def huber_loss(prediction, target, *, delta=1.0, reduction="mean"):
    """Return d**2 / 2 for |d| <= delta, else delta * (|d| - delta / 2), with d the difference.

    Huber, "Robust estimation of a location parameter" (1964).
    """
    check_positive(delta, "delta")
    return huber(*check_pair(prediction, target, reduction), delta, reduction)


@primitive()
def squared_error(prediction, target, reduction):  # exercise
    """Return the loss of differences d = prediction - target and its backward pass.

    `finish(loss, slope, reduction)` makes both from the losses (`products` sums them up) and the
    slope of each; the backward pass then returns the gradients of `prediction` and `target`.
    """
    d = prediction - target
    loss, backward = finish(products(d, d, reduction), d, reduction, scale=2.0)
    return loss, lambda g: difference(backward(g))


@primitive()
def absolute_error(prediction, target, reduction):
    d = prediction - target
    sign = np.sign(d)
    loss, backward = finish(products(d, sign, reduction), sign, reduction)
    return loss, lambda g: difference(backward(g))


@primitive()
def huber(prediction, target, delta, reduction):  # exercise
    """Return Huber's loss of d = prediction - target and its backward pass, as `squared_error`."""
    d = prediction - target
    slope = np.clip(d, -delta, delta)  # also where d is cut, slope * d - slope**2 / 2 is the loss
    loss = products(slope, d, reduction) - 0.5 * products(slope, slope, reduction)
    loss, backward = finish(loss, slope, reduction)
    return loss, lambda g: difference(backward(g))


def difference(gradients):
    """Return the gradients of x and y from that of x - y."""
    (gradient,) = gradients
    return gradient, lambda: -gradient
