"""num_batches_tracked stays 0: with momentum None the last batch is all."""

EXERCISE = "BatchNorm2d.forward"
MESSAGE = "the k-th has the weight"
CHANGES = [
    (
        "self.num_batches_tracked[...] += 1\n",
        "pass\n",
    ),
]
