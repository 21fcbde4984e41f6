"""Cell numbers of 32 bits wrap around in large buffers."""

EXERCISE = "flat_offsets"
MESSAGE = "not 32 bits"
CHANGES = [
    ("np.array([offset], dtype=np.intp)", "np.array([offset]).astype(np.int32)"),
    (
        "np.tile(np.arange(n, dtype=np.intp) * stride, len(cells))",
        "(np.tile(np.arange(n) * stride, len(cells))).astype(np.int32)",
    ),
]
