"""Windows that overlap share their cells."""

from t04_tensors.array import StridedArray, strided
from t04_tensors.layout import as_axes, as_shape


def sliding_windows(array, window_shape, axis=None):  # exercise
    """Return a read-only view of all windows: windowed axes shrink, a window's axes come last.

    `window_shape` holds a size per entry of `axis` (None: all axes). An axis of n elements has
    n - size + 1 windows of `size`. Raise a ValueError that says "window_shape" where a size is
    larger than its axis, or the numbers of sizes and axes differ. An axis may be named twice: the
    second size meets the windows that the first has left.
    """
    array = strided(array)
    window = as_shape(window_shape, "window_shape")
    axes = tuple(range(array.ndim)) if axis is None else as_axes(axis, array.ndim)
    if len(window) != len(axes):
        raise ValueError(f"window_shape: expected {len(axes)} sizes for axes {axes}, got {window}")
    shape = list(array.shape)
    for k, size in zip(axes, window, strict=True):
        if size > shape[k]:
            raise ValueError(f"window_shape: {window} is larger than the array's {array.shape}")
        shape[k] -= size - 1
    strides = array.strides + tuple(array.strides[k] for k in axes)
    layout = (*shape, *window), strides, array.offset
    return StridedArray(array.buffer, *layout, writeable=False)
