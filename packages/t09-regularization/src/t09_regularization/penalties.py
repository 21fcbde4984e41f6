"""What keeps weights small: penalties in the loss, decay in the optimizer, a bound on norms."""

import math

import numpy as np
from scratchcore import Tensor


def l1_penalty(parameters, strength):  # exercise
    """Return strength * sum |p| over all elements of the parameters, to be added to a loss.

    Its gradient is strength * sign(p): the same pull at any size, and none at 0. `_some` lists the
    parameters, and refuses to penalise none at all (ValueError).
    """
    return strength * sum(np.sum(np.abs(p)) for p in _some(parameters))


def l2_penalty(parameters, strength):  # exercise
    """Return strength / 2 * sum p**2 over all elements of the parameters, to be added to a loss.

    Its gradient is strength * p: what the option weight_decay of SGD and Adam adds. No parameters
    raise ValueError.
    """
    return 0.5 * strength * sum(np.sum(p * p) for p in _some(parameters))


def _some(parameters):
    parameters = list(parameters)
    if not parameters:
        raise ValueError("parameters is empty: there is nothing to penalise")
    return parameters


def decay_groups(parameters, weight_decay):  # exercise
    """Return groups for an optimizer: parameters of two or more axes decay, the others don't.

    Biases and the scales and shifts of normalisation have one axis. A list of dicts with "params"
    and "weight_decay", which is 0 for the second; a group without parameters is left out.
    """
    parameters = list(parameters)
    decayed = [p for p in parameters if p.ndim >= 2]
    others = [p for p in parameters if p.ndim < 2]
    groups = [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return [group for group in groups if group["params"]]


def max_norm_(weight, max_norm):  # exercise
    """Shrink each unit's incoming weights to a norm of at most `max_norm`, in place; return weight.

    `weight` (out, in, ...) is a tensor or an array; unit i owns weight[i]. Units within the bound
    stay as they are. ValueError unless max_norm is positive and finite.
    """
    if not 0 < max_norm < math.inf:
        raise ValueError(f"max_norm must be positive and finite, got {max_norm}")
    data = weight.data if isinstance(weight, Tensor) else weight
    rows = data.reshape(len(data), math.prod(data.shape[1:]))  # (out, in)
    norms = np.sqrt(np.vecdot(rows, rows))  # (out,)
    factors = max_norm / np.maximum(norms, max_norm)  # 1 within the bound
    data *= factors.reshape(-1, *[1] * (data.ndim - 1))
    return weight
