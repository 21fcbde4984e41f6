"""Every batch counts the same, also the shorter one at the end."""

EXERCISE = "train_epoch"
MESSAGE = "batches of 3, 3 and 1 samples"
CHANGES = [
    ("measure(scores, y, metrics)}, len(y))", "measure(scores, y, metrics)}, 1)"),
]
