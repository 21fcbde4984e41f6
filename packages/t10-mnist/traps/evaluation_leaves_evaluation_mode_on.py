"""The model stays in evaluation mode: the next epoch trains without dropout."""

EXERCISE = "evaluate"
MESSAGE = "after"
CHANGES = [
    ("module.training = training", "pass"),
]
