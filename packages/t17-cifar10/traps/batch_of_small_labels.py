"""The labels stay bytes."""

EXERCISE = "read_batch"
MESSAGE = "labels must be int64"
CHANGES = [
    (".astype(np.int64)", ""),
]
