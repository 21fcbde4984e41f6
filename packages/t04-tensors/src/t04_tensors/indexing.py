"""What an index does to a layout: nothing is copied."""

import operator


def slice_axis(piece, size):  # exercise
    """Return (start, length, step) of the slice `piece` of an axis of `size`.

    Element k of the result is element start + k * step of the axis. Nothing left is (0, 0, 1), so
    that an empty view stays inside its buffer. Raise a ValueError for a step of 0.
    """
    start, stop, step = piece.indices(size)
    length = len(range(start, stop, step))
    return (start, length, step) if length else (0, 0, 1)


def index_layout(entries, shape, strides, offset):  # exercise
    """Return (shape, strides, offset) of the view that `entries` selects.

    `entries` holds one integer or slice per axis, in their order, and any number of None between
    them: an integer drops its axis, a slice keeps it, None makes a new axis of size 1 and stride 0.
    Raise an IndexError for an integer that is not in -size ... size - 1: "index 5 is out of bounds
    for axis 1 with size 3".
    """
    new_shape, new_strides = [], []
    axis = 0
    for entry in entries:
        if entry is None:
            new_shape.append(1)
            new_strides.append(0)
            continue
        size, stride = shape[axis], strides[axis]
        if isinstance(entry, slice):
            start, length, step = slice_axis(entry, size)
            offset += start * stride
            new_shape.append(length)
            new_strides.append(step * stride)
        elif -size <= entry < size:
            offset += entry % size * stride
        else:
            raise IndexError(f"index {entry} is out of bounds for axis {axis} with size {size}")
        axis += 1
    return tuple(new_shape), tuple(new_strides), offset


def index_entries(key, ndim):
    """Return what stands in a[key] as entries for index_layout: every axis has one, no Ellipsis."""
    entries = [_entry(item) for item in (key if isinstance(key, tuple) else (key,))]
    used = sum(entry is not None and entry is not Ellipsis for entry in entries)
    if used > ndim:
        message = f"too many indices: the array is {ndim}-dimensional, but {used} were given"
        raise IndexError(message)
    dots = [place for place, entry in enumerate(entries) if entry is Ellipsis]
    if len(dots) > 1:
        raise IndexError(f"an index can have a single ellipsis ('...'), got {len(dots)}")
    place = dots[0] if dots else len(entries)
    return entries[:place] + [slice(None)] * (ndim - used) + entries[place + 1 :]


def _entry(item):
    if item is None or item is Ellipsis or isinstance(item, slice):
        return item
    if not isinstance(item, bool):  # a bool is an int to Python, and a mask to NumPy
        try:
            return operator.index(item)
        except TypeError:
            pass
    message = "an index consists of integers, slices, None and Ellipsis"
    raise IndexError(f"{message}, got {item!r} (masks and lists of indices select no view)")
