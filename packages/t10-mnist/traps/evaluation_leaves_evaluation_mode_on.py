"""The model stays in evaluation mode: the next epoch trains without dropout."""

EXERCISE = "evaluate"
MESSAGE = "after"
CHANGES = [
    ("        model.train(was_training)\n", "        pass\n"),
]
