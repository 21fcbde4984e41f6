"""The next window starts behind the last one."""

EXERCISE = "sliding_windows"
MESSAGE = "the window's number and the place inside it"
CHANGES = [
    (
        "shape[k] -= size - 1",
        "shape[k] //= max(size, 1)",
    ),
    (
        "strides = array.strides + tuple(array.strides[k] for k in axes)",
        "strides = tuple(s * window[axes.index(k)] if k in axes else s"
        " for k, s in enumerate(array.strides)) + tuple(array.strides[k] for k in axes)",
    ),
]
