"""train() is forgotten: after the first evaluation dropout never drops anything again."""

EXERCISE = "train_epoch"
MESSAGE = "must be in training mode"
CHANGES = [
    ("    model.train()\n", ""),
]
