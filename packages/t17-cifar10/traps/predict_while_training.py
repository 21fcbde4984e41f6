"""The model stays in training mode."""

EXERCISE = "predict"
MESSAGE = "need model.eval() before"
CHANGES = [
    ("    model.eval()\n", ""),
]
