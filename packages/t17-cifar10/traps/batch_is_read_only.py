"""The array is a view of the bytes."""

EXERCISE = "read_batch"
MESSAGE = "frombuffer's arrays are read-only"
CHANGES = [
    (".copy()", ""),
]
