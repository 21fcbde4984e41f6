"""Reshape: can the same cells, in the same order, be reached with other strides?"""

import math

from t04_tensors.layout import as_integers, contiguous_strides


def view_strides(shape, strides, new_shape):  # exercise
    """Return the strides with which `new_shape` is a view, or None where a copy is needed.

    The view must read the same cells in the same row-major order. Both shapes have the same number
    of elements; without any, all strides are right. An axis of size 1 gets what NumPy gives it: the
    stride of the axis to its right times that axis's size; with none to its right, the stride of
    the last old axis that is longer than 1, or 1.
    """
    if 0 in shape:
        return contiguous_strides(new_shape)
    runs = []  # (cells, stride): neighbouring axes that are one walk with equal steps
    for n, stride in zip(shape, strides, strict=True):
        if runs and runs[-1][1] == n * stride:
            runs[-1] = (runs[-1][0] * n, stride)
        elif n > 1:
            runs.append((n, stride))
    size, step = runs.pop() if runs else (1, 1)
    result = []
    for n in reversed(new_shape):
        if n > 1 and size == 1:
            size, step = runs.pop()
        if size % n:  # the new axis would reach across the end of a run
            return None
        result.append(step)
        size, step = size // n, step * n
    return tuple(reversed(result))


def infer_shape(shape, size):
    """Return `shape` with its -1, if any, replaced so that it has `size` elements."""
    shape = as_integers(shape, "shape")
    unknown = [axis for axis, n in enumerate(shape) if n == -1]
    if len(unknown) > 1:
        raise ValueError(f"shape: only one size can be -1, got {shape}")
    if any(n < -1 for n in shape):
        raise ValueError(f"shape: sizes must be at least 0, or -1 for one of them, got {shape}")
    known = math.prod(n for n in shape if n != -1)
    if unknown and known and size % known == 0:
        shape = tuple(size // known if n == -1 else n for n in shape)
    if -1 in shape or math.prod(shape) != size:
        raise ValueError(f"cannot reshape an array of size {size} into shape {shape}")
    return shape
