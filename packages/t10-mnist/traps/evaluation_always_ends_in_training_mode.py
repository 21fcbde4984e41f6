"""A model that was in evaluation mode comes back in training mode."""

EXERCISE = "evaluate"
MESSAGE = "the model was in mode training=False"
CHANGES = [
    ("model.train(was_training)", "model.train()"),
]
