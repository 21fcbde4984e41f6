"""Gradient clipping: an upper bound on the step that one bad batch can cause."""

import math

import numpy as np


def clip_grad_norm_(params, max_norm, norm_type=2.0, *, error_if_nonfinite=False):  # exercise
    """Scale all gradients by one factor so that their joint norm is at most max_norm; return it.

    What returns is the norm before scaling, over the elements of all gradients together:
    (sum |g|**norm_type)**(1 / norm_type), and the largest |g| for math.inf. The factor is
    max_norm / (norm + 1e-6) if that is below 1; else nothing changes. Parameters whose grad is None
    are passed over. Raise ValueError for a negative or NaN max_norm, and for a norm that is NaN or
    infinite with `error_if_nonfinite`; without, such a norm makes NaN of the gradients, or 0.
    """
    if not max_norm >= 0:
        raise ValueError(f"max_norm must be at least 0, got {max_norm}")
    params = [param for param in params if param.grad is not None]
    norms = np.array([_norm(param.grad, norm_type) for param in params])
    total = _norm(norms, norm_type)
    if error_if_nonfinite and not math.isfinite(total):
        raise ValueError(f"the norm of the gradients is {total}; nothing was scaled")
    factor = max_norm / (total + 1e-6)
    if not factor >= 1:  # true for NaN as well
        for param in params:
            scale_grad(param, factor)
    return total


def _norm(values, order):
    """Return the norm of all elements in float64; 0.0 for no elements."""
    values = np.asarray(values).reshape(-1)
    if values.size == 0:
        return 0.0
    if order == math.inf:
        return float(np.maximum(values.max(), -values.min()))
    if order == 2 and values.dtype == np.float64:
        return math.sqrt(np.vdot(values, values))
    return float(np.linalg.norm(values.astype(np.float64), order))


def scale_grad(param, factor):
    """Multiply a parameter's gradient by a factor, in place where it is an array."""
    with np.errstate(invalid="ignore"):  # infinity * 0 is NaN, as asked for above
        if isinstance(param.grad, np.ndarray):
            np.multiply(param.grad, factor, out=param.grad)
        else:
            param.grad = param.grad * factor


def clip_grad_value_(params, clip_value):  # exercise
    """Limit every element of every gradient to [-clip_value, clip_value], in place.

    Parameters whose grad is None are passed over, NaN stays NaN. Raise ValueError for a negative
    or NaN clip_value.
    """
    if not clip_value >= 0:
        raise ValueError(f"clip_value must be at least 0, got {clip_value}")
    for param in params:
        if isinstance(param.grad, np.ndarray):
            np.clip(param.grad, -clip_value, clip_value, out=param.grad)
        elif param.grad is not None:
            param.grad = type(param.grad)(np.clip(param.grad, -clip_value, clip_value))
