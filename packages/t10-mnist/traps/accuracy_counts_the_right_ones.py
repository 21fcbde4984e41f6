"""The number of right answers is returned, not their share."""

EXERCISE = "accuracy"
MESSAGE = "the third row should have been 2"
CHANGES = [
    ("np.mean(", "np.sum("),
]
