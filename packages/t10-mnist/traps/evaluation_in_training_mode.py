"""Dropout drops and batch norm learns from the test set."""

EXERCISE = "evaluate"
MESSAGE = "dropout must be off"
CHANGES = [
    ("    model.eval()\n", "    model.train()\n"),
]
