"""The loss is computed and forgotten."""

EXERCISE = "ManualMLP.backpropagate"
MESSAGE = "return the loss"
CHANGES = [
    ("return loss\n", "return None\n"),
]
