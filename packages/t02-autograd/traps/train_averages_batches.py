"""The mean over batches counts the points of a small last batch too much."""

EXERCISE = "train"
MESSAGE = "a batch of 2 weighs less"
CHANGES = [
    ("loss.data * len(batch)", "loss.data"),
    ("total / len(points)", "total / -(-len(points) // size)"),
]
