"""int64 is written as int32, complex loses its imaginary part: other values come back."""

EXERCISE = "write_idx"
MESSAGE = "instead of writing other values"
CHANGES = [
    (
        '    raise TypeError(f"array has dtype {array.dtype}, IDX knows {known}")\n',
        "    array, code = array.real.astype(np.int32), 0x0C\n",
    ),
]
