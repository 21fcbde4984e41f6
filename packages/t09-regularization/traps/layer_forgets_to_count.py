"""num_batches_tracked stays 0: the cumulative mean is the last batch."""

EXERCISE = "BatchNorm.forward"
MESSAGE = "the plain mean of all batches"
CHANGES = [
    ("self.num_batches_tracked[...] += 1\n", "pass\n"),
]
