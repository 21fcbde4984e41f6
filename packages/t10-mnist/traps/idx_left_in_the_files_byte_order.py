"""The values are right and stay in the file's byte order, in which arithmetic is slow."""

EXERCISE = "read_idx"
MESSAGE = "byte order must be this machine's"
CHANGES = [
    ('array.astype(dtype.newbyteorder("="))', "array.copy()"),
]
