"""What the arguments of a loss must be, checked once at its entrance."""

import warnings

import numpy as np
from scratchcore import Tensor
from scratchcore.ops.broadcasting import raw

from t08_losses.reduction import REDUCTIONS


def check_pair(x, y, reduction, names=("prediction", "target")):
    """Check two arrays of one shape; return both, integers and bools of the second as floats.

    Shapes are not broadcast: (N, 1) against (N,) would quietly compare all with all.
    """
    check_reduction(reduction)
    x = check_floats(x, names[0])
    y = to_floats(y, x.dtype, names[1])
    if x.shape != y.shape:
        raise ValueError(f"{names[1]} has shape {y.shape}, expected that of {names[0]}, {x.shape}")
    if reduction == "mean" and 0 in x.shape:
        warn_of_empty_mean(f"{names[0]} has shape {x.shape}")
    return x, y


def check_reduction(reduction):
    """Check the name of a reduction."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {', '.join(REDUCTIONS)}, got {reduction!r}")


def warn_of_empty_mean(cause):
    """PyTorch returns nan in silence here, and the next step of a training run is lost."""
    warnings.warn(f"the mean of no losses is nan: {cause}", RuntimeWarning, stacklevel=4)


def check_floats(x, name):
    """Return `x` if it is an array or tensor of floats."""
    if not isinstance(x, (np.ndarray, np.generic, Tensor)):
        raise TypeError(f"{name} must be a tensor or an array, got {type(x).__name__}")
    if x.dtype.kind != "f":
        raise TypeError(f"{name} has dtype {x.dtype}, expected floats")
    return x


def to_floats(x, dtype, name):
    """Return `x` in `dtype`: integers and bools are converted, other floats refused."""
    if not isinstance(x, (np.ndarray, np.generic, Tensor)):
        raise TypeError(f"{name} must be a tensor or an array, got {type(x).__name__}")
    if x.dtype == dtype:
        return x
    if x.dtype.kind not in "iub":
        raise TypeError(f"{name} has dtype {x.dtype}, expected {dtype} or integers")
    return raw(x).astype(dtype)


def to_constant(x, dtype, name):
    """Return the array of `x` in `dtype`; None stays None. No gradient flows to it."""
    if isinstance(x, Tensor) and x.requires_grad:
        raise TypeError(f"{name} is a constant of the loss; pass {name}.detach()")
    return x if x is None else np.asarray(raw(x), dtype)


def check_classes(x, target, shape, ignore_index):
    """Return integer targets as an array and which of them count, None where all do."""
    target = np.asarray(raw(target))
    if target.dtype.kind not in "iu":
        raise TypeError(f"target has dtype {target.dtype}, expected integer classes")
    if target.shape != shape:
        raise ValueError(f"target has shape {target.shape}, expected {shape} for {x.shape}")
    classes = x.shape[min(1, x.ndim - 1)]
    unsigned = target.astype(f"u{target.itemsize}", copy=False)  # a negative number becomes huge
    if unsigned.max(initial=0) < classes and not 0 <= ignore_index < classes:
        return target, None
    kept = target != ignore_index
    wrong = kept & ((target < 0) | (target >= classes))
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ValueError(
            f"target{list(place) if place else ''} is {target[place]}, expected a class"
            f" from 0 to {classes - 1} or ignore_index ({ignore_index})"
        )
    return np.where(kept, target, 0), kept


def check_share(value, name):
    """Check a number between 0 and 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be between 0 and 1, got {value!r}")


def check_positive(value, name):
    """Check a positive number."""
    if not value > 0:
        raise ValueError(f"{name} must be positive, got {value!r}")


def check_probabilities(x, name):
    """Check that all values are between 0 and 1."""
    x = raw(x)
    if x.size and not (x.min() >= 0 and x.max() <= 1):
        raise ValueError(f"{name} must hold probabilities, got values from {x.min()} to {x.max()}")


def check_signs(x, name):
    """Check that all values are -1 or 1."""
    wrong = np.abs(raw(x)) != 1
    if wrong.any():
        raise ValueError(f"{name} must hold -1 and 1, got {np.asarray(raw(x))[wrong][0]}")
