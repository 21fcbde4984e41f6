"""Differentiable functions that move values without changing them."""

from itertools import pairwise

import numpy as np
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple
from numpy.lib.stride_tricks import sliding_window_view as _windows

from ..autograd import implements, primitive
from .broadcasting import like_tensors, unbroadcast


@primitive(np.reshape)
def reshape(x, shape):
    source = x.shape
    return x.reshape(shape), lambda g: (g.reshape(source),)


@implements(np.ravel)
def ravel(x):
    """Flatten in C order."""
    return reshape(x, -1)


@primitive(np.transpose, np.permute_dims)
def transpose(x, axes=None):
    if axes is None:
        return x.transpose(), lambda g: (g.transpose(),)
    back = np.argsort([a % x.ndim for a in axes])
    return x.transpose(axes), lambda g: (g.transpose(back),)


@primitive(np.swapaxes)
def swapaxes(x, axis1, axis2):
    return x.swapaxes(axis1, axis2), lambda g: (g.swapaxes(axis1, axis2),)


@primitive(np.moveaxis)
def moveaxis(x, source, destination):
    return np.moveaxis(x, source, destination), lambda g: (np.moveaxis(g, destination, source),)


@primitive(np.expand_dims)
def expand_dims(x, axis):
    shape = x.shape
    return np.expand_dims(x, axis), lambda g: (g.reshape(shape),)


@primitive(np.squeeze)
def squeeze(x, axis=None):
    shape = x.shape
    return np.squeeze(x, axis), lambda g: (g.reshape(shape),)


@primitive(np.broadcast_to)
def broadcast_to(x, shape):
    source = x.shape
    return np.broadcast_to(x, shape), lambda g: (unbroadcast(g, source),)


@primitive(np.flip)
def flip(x, axis=None):
    return np.flip(x, axis), lambda g: (np.flip(g, axis),)


@primitive(np.roll)
def roll(x, shift, axis=None):
    back = tuple(-s for s in shift) if isinstance(shift, (tuple, list)) else -shift
    return np.roll(x, shift, axis), lambda g: (np.roll(g, back, axis),)


@primitive(np.tril)
def tril(x, k=0):
    return np.tril(x, k), lambda g: (np.tril(g, k),)


@primitive(np.triu)
def triu(x, k=0):
    return np.triu(x, k), lambda g: (np.triu(g, k),)


# Joining and splitting


@implements(np.concatenate)
def concatenate(arrays, axis=0):
    """Join a sequence of arrays along an existing axis; None flattens them first."""
    arrays = like_tensors(arrays)
    if axis is None:
        return _concatenate(0, *(np.ravel(a) for a in arrays))
    return _concatenate(axis, *arrays)


@primitive()
def _concatenate(axis, *arrays):
    ends = np.cumsum([a.shape[axis] for a in arrays])[:-1]
    out = np.concatenate(arrays, axis)
    return out, lambda g: (None, *np.split(g, ends, axis))


@implements(np.stack)
def stack(arrays, axis=0):
    """Join a sequence of arrays of one shape along a new axis."""
    return _stack(axis, *like_tensors(arrays))


@primitive()
def _stack(axis, *arrays):
    return np.stack(arrays, axis), lambda g: (
        None,
        *(np.moveaxis(g, axis, 0)[i] for i in range(len(arrays))),
    )


@implements(np.split)
def split(x, indices_or_sections, axis=0):
    """Split into a list of views, at indices or into equal parts."""
    axis = normalize_axis_index(axis, x.ndim)
    length = x.shape[axis]
    if isinstance(indices_or_sections, (int, np.integer)):
        parts = int(indices_or_sections)
        if parts < 1 or length % parts:
            raise ValueError(f"indices_or_sections={parts} does not divide axis of size {length}")
        edges = [length // parts * i for i in range(parts + 1)]
    else:
        edges = [0, *(int(i) for i in indices_or_sections), length]
    before = (slice(None),) * axis
    return [x[(*before, slice(a, b))] for a, b in pairwise(edges)]


@primitive(np.repeat)
def repeat(x, repeats, axis=None):
    source = np.arange(x.size).reshape(x.shape) if axis is None else np.arange(x.shape[axis])
    rows = np.repeat(source, repeats)
    shape = x.shape
    if axis is None:
        return np.repeat(x, repeats), lambda g: (
            _gathered_back(g, rows, 0, (_size(shape),)).reshape(shape),
        )
    return np.repeat(x, repeats, axis), lambda g: (_gathered_back(g, rows, axis, shape),)


def _size(shape):
    return int(np.prod(shape))


def _gathered_back(g, rows, axis, shape):
    """Adjoint of x.take(rows, axis): add each slice of `g` to the row it came from."""
    from .indexing import scatter

    axis %= len(shape)
    return scatter(g, (*(slice(None),) * axis, rows), shape)


@implements(np.tile)
def tile(x, reps):
    """Repeat the whole array `reps` times along each axis."""
    reps = tuple(reps) if np.iterable(reps) else (reps,)
    shape = (1,) * (len(reps) - x.ndim) + x.shape
    reps = (1,) * (len(shape) - len(reps)) + reps
    pairs = [n for pair in zip(reps, shape, strict=True) for n in pair]
    single = [n for size in shape for n in (1, size)]
    whole = [r * n for r, n in zip(reps, shape, strict=True)]
    return reshape(broadcast_to(reshape(x, single), pairs), whole)


@implements(np.pad)
def pad(x, pad_width, mode="constant", constant_values=0):
    """Pad with a constant or, for any other mode of np.pad that copies values, with x's own."""
    widths = np.broadcast_to(pad_width, (x.ndim, 2)).tolist()
    if mode == "constant":
        return _pad(x, widths, constant_values)
    if mode not in ("edge", "reflect", "symmetric", "wrap"):
        raise TypeError(f"np.pad: mode={mode!r} has no gradient rule")
    for axis, width in enumerate(widths):
        x = np.take(x, np.pad(np.arange(x.shape[axis]), width, mode), axis=axis)
    return x


@primitive()
def _pad(x, widths, value):
    inner = tuple(slice(low, low + n) for (low, _), n in zip(widths, x.shape, strict=True))
    return np.pad(x, widths, constant_values=value), lambda g: (g[inner],)


@primitive(_windows)
def sliding_window_view(x, window_shape, axis=None):
    """Views of all windows; where they overlap their gradients add up."""
    sizes, axes = _window_axes(x.ndim, window_shape, axis)
    shape = x.shape
    return _windows(x, sizes, axes), lambda g: (overlap_add(g, shape, sizes, axes),)


@primitive(linear=True)
def overlap_add(g, shape, sizes, axes):
    """Adjoint of sliding_window_view: add every window to the place it was taken from."""
    out = np.zeros_like(g, shape=shape)
    lead = len(shape)
    for offset in np.ndindex(*sizes):
        place = [slice(None)] * lead
        for axis, start in zip(axes, offset, strict=True):
            first = place[axis].start or 0
            place[axis] = slice(first + start, first + start + g.shape[axis])
        out[tuple(place)] += g[(..., *offset)]
    return out, lambda h: (_windows(h, sizes, axes),)


def _window_axes(ndim, window_shape, axis):
    sizes = tuple(window_shape) if np.iterable(window_shape) else (window_shape,)
    axes = range(ndim) if axis is None else axis
    return sizes, normalize_axis_tuple(axes, ndim, allow_duplicate=True)
