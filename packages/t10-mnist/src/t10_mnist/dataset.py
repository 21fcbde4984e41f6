"""Datasets: something with a length that gives the samples at many indices at once."""

import operator

import numpy as np


class Dataset:
    """What a `DataLoader` reads: subclasses define `__len__` and `__getitem__`.

    `dataset[indices]` with an integer array (B,) returns a tuple of arrays whose first axis is B:
    a whole batch in one call.
    """

    def __len__(self):
        raise NotImplementedError(f"{type(self).__name__} must define __len__")

    def __getitem__(self, indices):
        raise NotImplementedError(f"{type(self).__name__} must define __getitem__")


class ArrayDataset(Dataset):
    """Arrays that belong together: `ArrayDataset(images, labels)[indices]` takes from each.

    All arrays have the same length N. An int gives one sample, a slice views, an index array (B,)
    new arrays.
    """

    def __init__(self, *arrays):
        self.arrays = tuple(np.asarray(array) for array in arrays)
        if not self.arrays or any(array.ndim == 0 for array in self.arrays):
            raise ValueError("ArrayDataset needs one array or more, each with at least one axis")
        lengths = [len(array) for array in self.arrays]
        if len(set(lengths)) > 1:
            raise ValueError(f"arrays must have one length, got {lengths}")

    def __len__(self):
        return len(self.arrays[0])

    def __getitem__(self, indices):
        if isinstance(indices, np.ndarray) and indices.dtype.kind in "iu":
            return tuple(array.take(indices, axis=0) for array in self.arrays)  # (B, ...) each
        return tuple(array[indices] for array in self.arrays)

    def split(self, share, *, rng=None):  # exercise
        """Return two ArrayDatasets: the first round(share * N) samples, and the rest.

        In order without `rng`, so that samples that belong together (one writer's digits) stay on
        one side; with it the samples are dealt at random, the arrays all by the same permutation.
        Raises ValueError when `share` leaves one side empty.
        """
        count = round(share * len(self))
        if not 0 < count < len(self):
            raise ValueError(
                f"share is {share}: one side of a split of {len(self)} samples would be empty"
            )
        order = np.arange(len(self)) if rng is None else rng.permutation(len(self))
        return ArrayDataset(*self[order[:count]]), ArrayDataset(*self[order[count:]])

    def __repr__(self):
        parts = ", ".join(f"{array.dtype} {array.shape}" for array in self.arrays)
        return f"ArrayDataset({parts})"


def whole_number(name, value, least):
    """Return `value` as an int of at least `least`; the error names the argument."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    return number
