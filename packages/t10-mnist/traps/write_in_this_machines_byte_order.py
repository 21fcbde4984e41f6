"""The values are written as they lie in memory, least significant byte first."""

EXERCISE = "write_idx"
MESSAGE = "most significant"
CHANGES = [
    ("array.astype(DTYPES[code]).tobytes()", "array.tobytes()"),
]
