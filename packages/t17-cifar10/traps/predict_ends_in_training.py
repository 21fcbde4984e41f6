"""Afterwards the model always trains."""

EXERCISE = "predict"
MESSAGE = "a `finally` restores it"
CHANGES = [
    ("module.training = training", "module.training = True"),
]
