"""Walks through memory: by rows and by columns, gathered by us, by NumPy, and by a Python loop.

A ratio below 1 means that the first version is the faster one.
"""

import numpy as np
from t04_tensors import StridedArray, einsum, sliding_windows

SIDE = 2048  # 16 MB of float32: more than the caches near the cores hold


def matrix():
    """Return the same matrix for everybody, row-major float32."""
    return np.random.default_rng(0).standard_normal((SIDE, SIDE), dtype=np.float32)


def ours(values):
    """Return a StridedArray of the values."""
    return StridedArray(values.ravel(), values.shape)


def copy_rows():
    """Gather by computed cells, in the order in which they lie."""
    array = ours(matrix())[:, :-1]  # the gap at the end of each row makes it a gather
    return array.copy


def copy_columns():
    """Gather by computed cells, a column after the other."""
    array = ours(matrix()).T[:-1]
    return array.copy


def numpy_copy_rows():
    """Let NumPy copy the same rows."""
    array = matrix()[:, :-1]
    return array.copy


def numpy_copy_columns():
    """Let NumPy copy the same columns."""
    array = matrix().T[:-1]
    return array.copy


def fetch(order):
    """Return make() that fetches all elements of a 1024x1024 buffer in a given order."""

    def make():
        view = StridedArray(np.arange(1024 * 1024), (1024, 1024))
        cells = (view if order == "rows" else view.T).elements().copy()
        buffer = np.ones(1024 * 1024, dtype=np.float32)
        out = np.empty_like(buffer)
        return lambda: np.take(buffer, cells, out=out, mode="clip")

    return make


def loop(order):
    """Return make() that adds up a 256x256 matrix element by element in Python."""

    def make():
        values = np.ones(256 * 256).tolist()
        steps = (256, 1) if order == "rows" else (1, 256)

        def total():
            result = 0.0
            for i in range(256):
                for j in range(256):
                    result += values[i * steps[0] + j * steps[1]]
            return result

        return total

    return make


def small_sum():
    """Add up a transposed 256x256 array with ours, as the loop does."""
    array = StridedArray(np.ones(256 * 256), (256, 256)).T
    return array.sum


def reduction(library, axis):
    """Return make() for the sum of a 1024x1024 matrix over an axis."""

    def make():
        values = matrix()[:1024, :1024].copy()
        array = values if library == "numpy" else ours(values)
        return lambda: array.sum(axis=axis)

    return make


def matmul(library):
    """Return make() for 4 products of (64, 64) by (64, 64)."""

    def make():
        left, right = matrix()[:256, :64].copy(), matrix()[:64, :64].copy()
        left = left.reshape(4, 64, 64)
        if library == "loop":
            return lambda: loop_matmul(left.tolist(), right.tolist())
        a, b = (left, right) if library == "numpy" else (ours(left), ours(right))
        return lambda: a @ b

    return make


def loop_matmul(batch, right):
    """Multiply lists of rows, one product of numbers at a time."""
    columns = list(zip(*right, strict=True))
    return [
        [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]
        for a in batch
    ]


def convolution(library):
    """Return make() for windows of 3x3 over (64, 64), contracted with a kernel."""

    def make():
        image, kernel = matrix()[:64, :64].copy(), matrix()[:3, :3].copy()
        if library == "numpy":
            windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
            return lambda: np.einsum("ijkl,kl->ij", windows, kernel)
        windows, kernel = sliding_windows(ours(image), (3, 3)), ours(kernel)
        return lambda: einsum("ijkl,kl->ij", windows, kernel)

    return make


def reshape(library, turned):
    """Return make() that reshapes a matrix or its transpose to a vector."""

    def make():
        values = matrix()[:512, :512].copy()
        array = values if library == "numpy" else ours(values)
        array = array.T if turned else array
        return lambda: array.reshape(-1)

    return make


CASES = {
    "fetch a million, by rows": {
        "ours": fetch("rows"),
        "by columns": fetch("columns"),
        "limits": {"by columns": 1.0},
    },
    "copy a matrix with gaps": {
        "ours": copy_rows,
        "numpy": numpy_copy_rows,
    },
    "copy a transposed matrix": {
        "ours": copy_columns,
        "by rows": copy_rows,
        "numpy": numpy_copy_columns,
    },
    "numpy alone: copy by rows": {
        "ours": numpy_copy_rows,
        "by columns": numpy_copy_columns,
        "limits": {"by columns": 1.0},
    },
    "python loop: sum by rows": {"ours": loop("rows"), "by columns": loop("columns")},
    "sum of all, 256x256 transposed": {
        "ours": small_sum,
        "naive": loop("columns"),
        "limits": {"naive": 0.5},
    },
    "sum over axis 1, 1024x1024": {"ours": reduction("ours", 1), "numpy": reduction("numpy", 1)},
    "sum over axis 0, 1024x1024": {"ours": reduction("ours", 0), "numpy": reduction("numpy", 0)},
    "matmul (4, 64, 64) @ (64, 64)": {
        "ours": matmul("ours"),
        "naive": matmul("loop"),
        "numpy": matmul("numpy"),
        "limits": {"naive": 0.5},
    },
    "einsum of 3x3 windows, 64x64": {
        "ours": convolution("ours"),
        "numpy": convolution("numpy"),
    },
    "reshape to a view": {"ours": reshape("ours", False), "numpy": reshape("numpy", False)},
    "reshape that copies, 512x512": {
        "ours": reshape("ours", True),
        "numpy": reshape("numpy", True),
    },
}
