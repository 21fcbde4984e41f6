"""The points are permuted and the targets are not."""

EXERCISE = "train"
MESSAGE = "permuted together"
CHANGES = [
    ("targets[batch]", "targets[start : start + size]"),
]
