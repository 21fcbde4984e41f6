"""Differentiable indexing, sorting and diagonals: reading is a gather, its adjoint a scatter."""

import numpy as np
from numpy import ndarray
from numpy.lib.array_utils import normalize_axis_index

from ..autograd import Sparse, implements, primitive


@primitive()
def getitem(x, index):
    """x[index] for every index NumPy takes; places that are read twice add up."""
    shape = x.shape
    return x[index], lambda g: (Sparse(g, index, shape, add_at, lambda: scatter(g, index, shape)),)


@primitive(linear=True)
def scatter(g, index, shape):
    """Return zeros of `shape` with `g` added at `index`: the adjoint of getitem."""
    out = np.zeros_like(g, shape=shape)
    add_at(out, index, g)
    return out, lambda h: (h[index],)


def add_at(out, index, values):
    """out[index] += values where repeated indices add up."""
    if _reads_once(index):
        out[index] += values
    elif _is_rows(index) and index.ndim and values.size > 1024 and values.ndim > index.ndim:
        _add_rows(out, index.ravel(), values.reshape(index.size, *out.shape[1:]))
    else:
        np.add.at(out, index, values)


def _reads_once(index):
    """Tell whether an index reads each place at most once: slices, integers, masks."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(
        part is None
        or part is Ellipsis
        or isinstance(part, (int, np.integer, slice))
        or (isinstance(part, ndarray) and part.dtype == bool)
        for part in parts
    )


def _is_rows(index):
    return isinstance(index, ndarray) and index.dtype.kind in "iu"


def _add_rows(out, rows, values):
    """Add `values` to the rows of `out`: sorted, then summed by runs; 5x faster than add.at."""
    rows = np.where(rows < 0, rows + len(out), rows)
    order = np.argsort(rows, kind="stable")
    rows = rows[order]
    starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    out[rows[starts]] += np.add.reduceat(values[order], starts, axis=0)


@implements(np.take)
def take(x, indices, axis=None):
    """Read along an axis by integer indices; without an axis from the flattened array."""
    indices = np.asarray(indices)
    if axis is None:
        return getitem(np.reshape(x, -1), indices)
    return getitem(x, (*(slice(None),) * normalize_axis_index(axis, x.ndim), indices))


@implements(np.take_along_axis)
def take_along_axis(x, indices, axis=-1):
    """Read one value along `axis` for every index, as np.take_along_axis."""
    indices = np.asarray(indices)
    if axis is None:
        return getitem(np.reshape(x, -1), indices)
    axis = normalize_axis_index(axis, x.ndim)
    grid = list(np.ogrid[tuple(slice(n) for n in indices.shape)])
    for other in range(x.ndim):
        if other != axis and indices.shape[other] == 1:
            grid[other] = np.arange(x.shape[other]).reshape(
                [-1 if i == other else 1 for i in range(x.ndim)]
            )
    grid[axis] = indices
    return getitem(x, tuple(grid))


@implements(np.sort)
def sort(x, axis=-1):
    """Sort; the gradient follows each value to where it came from."""
    if axis is None:
        x, axis = np.reshape(x, -1), 0
    order = np.argsort(x, axis=axis, kind="stable")
    return take_along_axis(x, order, axis)


@implements(np.diagonal)
def diagonal(x, offset=0, axis1=0, axis2=1):
    """Read the diagonal of two axes; it becomes the last axis."""
    moved = np.moveaxis(x, (axis1, axis2), (-2, -1))
    rows, columns = moved.shape[-2:]
    size = max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
    steps = np.arange(size)
    return getitem(moved, (..., steps - min(offset, 0), steps + max(offset, 0)))


@implements(np.trace)
def trace(x, offset=0, axis1=0, axis2=1):
    """Sum the diagonal of two axes."""
    return np.sum(diagonal(x, offset, axis1, axis2), axis=-1)
