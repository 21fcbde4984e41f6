"""Where the elements are: shape, strides and offset, counted in elements of a flat buffer.

The element at index (i, j, ...) is in cell offset + i * strides[0] + j * strides[1] + ...
"""

import math
import operator
import sys
from collections.abc import Iterable

import numpy as np


def contiguous_strides(shape, order="C"):  # exercise
    """Return the strides of an array of `shape` without gaps.

    Order "C" is row-major, the last axis has stride 1; "F" is column-major, the first axis has.
    Raise a ValueError that says "order" for any other.
    """
    if order not in ("C", "F"):
        raise ValueError(f"order: expected 'C' or 'F', got {order!r}")
    strides, stride = [], 1
    for n in reversed(shape) if order == "C" else shape:
        strides.append(stride)
        stride *= n
    return tuple(reversed(strides) if order == "C" else strides)


def is_contiguous(shape, strides, order="C"):  # exercise
    """Say whether the elements, read in `order`, are neighbours in the buffer.

    The stride of an axis of size 1 is never used, and of an empty array none is.
    """
    if 0 in shape:
        return True
    wanted = zip(shape, strides, contiguous_strides(shape, order), strict=True)
    return all(n == 1 or stride == expected for n, stride, expected in wanted)


def flat_offsets(shape, strides, offset=0):  # exercise
    """Return the cell of every element, row-major: a one-dimensional array of `np.intp` integers.

    Loop over axes, never over elements. A shape with a 0 has no cells, however large its other
    sizes are, and the stride of an axis of size 1, which may be too large for NumPy, is not used.
    """
    if 0 in shape:
        return np.empty(0, dtype=np.intp)
    cells = np.array([offset], dtype=np.intp)
    for n, stride in zip(shape, strides, strict=True):
        if n > 1:  # an axis of size 1 moves nothing, however large its stride is
            cells = np.repeat(cells, n) + np.tile(np.arange(n, dtype=np.intp) * stride, len(cells))
    return cells


def as_integers(values, name):
    """Return an integer or a sequence of integers as a tuple."""
    try:
        entries = tuple(values) if isinstance(values, Iterable) else (values,)
        return tuple(operator.index(entry) for entry in entries)
    except TypeError:
        raise TypeError(f"{name}: expected integers, got {values!r}") from None


def as_shape(shape, name="shape"):
    """Return an integer or a sequence of integers as a tuple of sizes >= 0."""
    sizes = as_integers(shape, name)
    if any(n < 0 for n in sizes):
        raise ValueError(f"{name}: sizes must be at least 0, got {sizes}")
    return sizes


def check_bytes(shape, itemsize):
    """Raise a ValueError for more bytes than can be addressed; as in NumPy, zeros don't help."""
    if math.prod(n for n in shape if n) * itemsize > sys.maxsize:
        raise ValueError(f"shape {shape} is too big: more bytes than a process can address")


def as_axes(axis, ndim, name="axis"):
    """Return `axis`, an integer or several, as a tuple of axes from 0 to ndim - 1."""
    axes = as_integers(axis, name)
    for entry in axes:
        if not -ndim <= entry < ndim:
            raise np.exceptions.AxisError(entry, ndim, name)
    return tuple(entry % ndim for entry in axes)


def distinct_axes(axis, ndim, name="axis"):
    """Return as_axes(axis, ndim), or raise a ValueError if an axis is named twice."""
    axes = as_axes(axis, ndim, name)
    if len(set(axes)) < len(axes):
        raise ValueError(f"{name}: an axis is repeated in {axis} of {ndim} axes")
    return axes


def check_cells(shape, strides, offset, cells):
    """Raise a ValueError unless every element is inside a buffer of `cells` cells."""
    if len(strides) != len(shape):
        raise ValueError(f"strides: expected {len(shape)} for shape {shape}, got {strides}")
    if 0 in shape:
        return
    reach = [(n - 1) * stride for n, stride in zip(shape, strides, strict=True)]
    lowest = offset + sum(step for step in reach if step < 0)
    highest = offset + sum(step for step in reach if step > 0)
    if lowest < 0 or highest >= cells:
        layout = f"shape {shape}, strides {strides} and offset {offset}"
        raise ValueError(f"{layout} reach cells {lowest} to {highest} of a buffer of {cells}")
