"""StridedArray: many shapes of one flat buffer."""

import math

import numpy as np

from t04_tensors.arithmetic import Arithmetic
from t04_tensors.broadcasting import broadcast_strides
from t04_tensors.indexing import index_entries, index_layout
from t04_tensors.layout import (
    as_integers,
    as_shape,
    check_bytes,
    check_cells,
    contiguous_strides,
    distinct_axes,
    flat_offsets,
    is_contiguous,
)
from t04_tensors.reshaping import infer_shape, view_strides


class StridedArray(Arithmetic):
    """A flat NumPy buffer read with a shape, strides and an offset, all counted in elements.

    Indexing, `transpose`, `broadcast_to` and, where it can, `reshape` return views: other
    layouts of the same buffer. Arithmetic returns new row-major arrays. Broadcast views are
    read-only.
    """

    __slots__ = ("buffer", "offset", "shape", "strides", "writeable")
    __array_ufunc__ = None  # NumPy arrays leave `array + strided` to this class

    def __init__(self, buffer, shape=None, strides=None, offset=0, *, writeable=True):
        if not isinstance(buffer, np.ndarray) or buffer.ndim != 1 or not buffer.flags.c_contiguous:
            raise TypeError("buffer: expected a contiguous one-dimensional NumPy array")
        self.shape = as_shape(len(buffer) if shape is None else shape)
        check_bytes(self.shape, buffer.itemsize)
        self.strides = (
            contiguous_strides(self.shape) if strides is None else as_integers(strides, "strides")
        )
        (offset,) = as_integers(offset, "offset")
        check_cells(self.shape, self.strides, offset, len(buffer))
        self.buffer, self.offset, self.writeable = buffer, offset, writeable

    @classmethod
    def from_values(cls, values, dtype=None):
        """Copy numbers, nested lists or a NumPy array into a new row-major array."""
        array = np.array(values, dtype=dtype, order="C")
        if array.dtype.kind not in "biufc":
            raise TypeError(f"values: expected numbers, got dtype {array.dtype}")
        return cls(array.ravel(), array.shape)

    @property
    def ndim(self):
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self):
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def dtype(self):
        """The buffer's dtype."""
        return self.buffer.dtype

    @property
    def T(self):
        """The view with its axes in reverse."""
        return self.transpose()

    # Views

    def view(self, shape, strides, offset=None):
        """Return the same buffer with another layout."""
        offset = self.offset if offset is None else offset
        return StridedArray(self.buffer, shape, strides, offset, writeable=self.writeable)

    def select(self, key):
        """Return a[key] as a view, with shape () where all axes were indexed by integers."""
        entries = index_entries(key, self.ndim)
        return self.view(*index_layout(entries, self.shape, self.strides, self.offset))

    def __getitem__(self, key):
        view = self.select(key)
        keys = key if isinstance(key, tuple) else (key,)
        is_element = view.ndim == 0 and not any(entry is Ellipsis for entry in keys)
        return view.item() if is_element else view

    def __setitem__(self, key, value):
        target = self.select(key)
        if not target.writeable:
            raise ValueError(
                "the array is read-only: its elements may share cells; copy() it first"
            )
        value = strided(value).broadcast_to(target.shape)
        cells = flat_offsets(target.shape, target.strides, target.offset)
        target.buffer[cells] = value.elements()

    def transpose(self, *axes):  # exercise
        """Return a view whose axis k is axis axes[k] of this array; no axes reverse the order.

        Axes may be given one by one or as a tuple, negative ones count from the end. Raise a
        ValueError that says "axes" unless each axis stands there exactly once. `self.view` makes
        the view: read-only arrays have read-only views.
        """
        if len(axes) == 1 and isinstance(axes[0], tuple | list):
            axes = axes[0]
        elif not axes:
            axes = range(self.ndim)[::-1]
        axes = distinct_axes(tuple(axes), self.ndim, "axes")
        if len(axes) != self.ndim:
            raise ValueError(
                f"axes: expected all {self.ndim} axes of shape {self.shape}, got {axes}"
            )
        return self.view([self.shape[k] for k in axes], [self.strides[k] for k in axes])

    def reshape(self, *shape, copy=None):  # exercise
        """Return the elements, in row-major order, as an array of another shape.

        Give the sizes one by one or as a tuple; one may be -1 (see infer_shape). The result is a
        view wherever strides for it exist (its own shape always keeps its strides), else a
        row-major copy. `copy=True` always makes such a copy; `copy=False` raises a ValueError that
        says "no strides" where a view is impossible.
        """
        if len(shape) == 1 and isinstance(shape[0], tuple | list):
            shape = shape[0]
        shape = infer_shape(shape, self.size)
        strides = self.strides if shape == self.shape else None
        if strides is None:
            strides = view_strides(self.shape, self.strides, shape)
        if strides is not None and not copy:
            return self.view(shape, strides)
        if copy is False:
            raise ValueError(f"no strides turn {self.shape} with {self.strides} into {shape}")
        return StridedArray(self.elements().copy(), shape)

    def broadcast_to(self, shape):
        """Return a read-only view in which axes of size 1, and new ones, are repeated."""
        shape = as_shape(shape)
        strides = broadcast_strides(self.shape, self.strides, shape)
        return StridedArray(self.buffer, shape, strides, self.offset, writeable=False)

    # Elements and copies

    def elements(self):
        """Return the elements in row-major order, flat: a slice of the buffer if they are one."""
        if is_contiguous(self.shape, self.strides):
            return self.buffer[self.offset : self.offset + self.size]
        return self.buffer[flat_offsets(self.shape, self.strides, self.offset)]

    def copy(self, order="C"):
        """Return a copy without gaps, row-major ("C") or column-major ("F")."""
        strides = contiguous_strides(self.shape, order)
        source = self if order == "C" else self.T
        return StridedArray(source.elements().copy(), self.shape, strides)

    def contiguous(self, order="C"):
        """Return this array where it has no gaps in `order`, else copy(order)."""
        return self if is_contiguous(self.shape, self.strides, order) else self.copy(order)

    def item(self):
        """Return the only element."""
        if self.size != 1:
            raise ValueError(f"item: expected an array of one element, got shape {self.shape}")
        return self.buffer[self.offset]

    def to_numpy(self):
        """Return a NumPy array of the same values in new memory."""
        return np.array(self.elements()).reshape(self.shape)

    def tolist(self):
        """Return nested lists of Python numbers."""
        return self.to_numpy().tolist()

    def __array__(self, dtype=None, copy=None):
        if copy is False:
            raise ValueError("copy: a StridedArray becomes a NumPy array by copying only")
        return self.to_numpy().astype(dtype or self.dtype, copy=False)

    def __len__(self):
        if not self.shape:
            raise TypeError("a 0-d array has no length")
        return self.shape[0]

    def __iter__(self):
        return (self[k] for k in range(len(self)))

    def __repr__(self):
        values = np.array2string(self.to_numpy(), separator=", ", prefix="StridedArray(")
        return f"StridedArray({values}, strides={self.strides}, offset={self.offset})"


def strided(values):
    """Return a StridedArray as it is, and anything else copied into a new one."""
    return values if isinstance(values, StridedArray) else StridedArray.from_values(values)
