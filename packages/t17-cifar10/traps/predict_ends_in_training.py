"""Afterwards the model always trains."""

EXERCISE = "predict"
MESSAGE = "a `finally` restores it"
CHANGES = [
    ("model.train(was_training)", "model.train()"),
]
