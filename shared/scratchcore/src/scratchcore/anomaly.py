"""Checks of every operation while `detect_anomaly` or `strict_dtypes` is on."""

import sys
from collections.abc import Sequence
from types import FunctionType
from typing import Any

import numpy as np
from numpy import ndarray

_PACKAGE = __name__.rpartition(".")[0]


def require_one_dtype(name: str, arrays: Sequence) -> None:
    dtypes = {
        a.dtype for a in arrays if isinstance(a, ndarray) and np.issubdtype(a.dtype, np.floating)
    }
    if len(dtypes) > 1:
        names = " and ".join(sorted(str(d) for d in dtypes))
        raise TypeError(f"{name} mixes {names}: convert one with astype")


def run_checked(record, arrays, kwargs, site):
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            out, backward = record.rule(*arrays, **kwargs)
    except FloatingPointError as error:
        raise FloatingPointError(f"{record.__name__}: {error}; called at {site}") from None
    clean = not any(np.isnan(a).any() for a in arrays if _is_float(a))
    if clean and _is_float(out) and np.isnan(out).any():
        raise FloatingPointError(f"{record.__name__}: result is NaN; called at {site}")
    return out, backward


def _is_float(a: Any) -> bool:
    return isinstance(a, (ndarray, np.generic)) and np.issubdtype(a.dtype, np.floating)


def call_site() -> str:
    """Return file and line of the innermost frame outside the core and NumPy."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in (
        _PACKAGE,
        "numpy",
        "contextlib",
    ):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def pull_checked(node, pull: Any, g: Any) -> list:
    """Evaluate all gradients of `node` so that an anomaly names its operation and call."""
    site = getattr(node, "site", "a line outside detect_anomaly")
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            gradients = [r() if type(r) is FunctionType else r for r in pull(g)]
    except FloatingPointError as error:
        message = f"backward of {node.fn.__name__}: {error}; called at {site}"
        raise FloatingPointError(message) from None
    for gradient in gradients:
        raw = gradient.data if not isinstance(gradient, ndarray) else gradient
        if isinstance(raw, ndarray) and np.isnan(raw).any():
            message = f"backward of {node.fn.__name__}: gradient is NaN; called at {site}"
            raise FloatingPointError(message)
    return gradients
