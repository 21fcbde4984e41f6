"""What users pass in, as raw arrays and indices."""

from typing import Any

import numpy as np
from numpy import ndarray

from .autograd import Array


def as_array(data: Any, dtype: Any) -> ndarray:
    if isinstance(data, Array):
        if data._node is not None:
            raise TypeError("data is a tensor that requires a gradient; use .detach() or .data")
        data = data.data
    if not hasattr(data, "dtype"):
        items = _unwrapped(data)
        data = np.asarray(items)
        if data.dtype == np.float64 and not _holds_float64(items):
            data = data.astype(np.float32)
    if isinstance(data, np.generic) or dtype is not None:
        data = np.asarray(data, dtype=dtype)
    if data.dtype.kind not in "fiub":
        raise TypeError(f"data has dtype {data.dtype}, expected floats, integers or bools")
    return data


def _unwrapped(data: Any) -> Any:
    """Replace tensors inside nested sequences by their arrays."""
    if isinstance(data, (list, tuple)):
        return [_unwrapped(item) for item in data]
    return np.asarray(data) if isinstance(data, Array) else data


def _holds_float64(data: Any) -> bool:
    if isinstance(data, list):
        return any(_holds_float64(item) for item in data)
    return getattr(data, "dtype", None) == np.float64


def raw_index(index: Any) -> Any:
    if isinstance(index, tuple):
        return tuple(part.data if isinstance(part, Array) else part for part in index)
    return index.data if isinstance(index, Array) else index
