"""Axes are summed if their size is not in the shape: equal sizes are never summed."""

EXERCISE = "sum_to_shape"
MESSAGE = "is aligned with the last axes"


def sum_to_shape(array, shape):
    shape = as_shape(shape)
    broadcast_strides(shape, (0,) * len(shape), array.shape)
    axes = tuple(k for k, n in enumerate(array.shape) if n not in shape)
    total = array.sum(axis=axes) if axes else array
    new = total.ndim - len(shape)
    return total if new else total.reshape(shape)
