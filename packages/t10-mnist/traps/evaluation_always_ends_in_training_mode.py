"""A model that was in evaluation mode comes back in training mode."""

EXERCISE = "evaluate"
MESSAGE = "the model was in mode training=False"
CHANGES = [
    ("module.training = training", "module.training = True"),
]
