"""The schedule isn't handed on: the learning rate stays where it was."""

EXERCISE = "train_epoch"
MESSAGE = "it halves each step"
CHANGES = [
    (", schedule=schedule)", ")"),
]
