"""Repeat and tile are swapped: the cells come in column-major order."""

EXERCISE = "flat_offsets"
MESSAGE = "the last index moves fastest"
CHANGES = [
    (
        "np.repeat(cells, n) + np.tile(np.arange(n, dtype=np.intp) * stride, len(cells))",
        "np.tile(cells, n) + np.repeat(np.arange(n, dtype=np.intp) * stride, len(cells))",
    ),
]
