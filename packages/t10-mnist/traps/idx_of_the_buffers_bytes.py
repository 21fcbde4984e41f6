"""The array is a read-only view of the bytes that were read."""

EXERCISE = "read_idx"
MESSAGE = "which is read-only"
CHANGES = [
    ('array.astype(dtype.newbyteorder("="))', 'array.astype(dtype.newbyteorder("="), copy=False)'),
]
