"""After resuming, batches are numbered from 0: their augmentation is that of the first ones."""

EXERCISE = "DataLoader.__iter__"
MESSAGE = "counted from the epoch's start"
CHANGES = [
    ("(epoch, k, batches[k])", "(epoch, k - first, batches[k])"),
]
