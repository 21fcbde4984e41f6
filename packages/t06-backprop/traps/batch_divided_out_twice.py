"""The gradient of a mean loss is divided by the batch size once more."""

EXERCISE = "ManualMLP.backpropagate"
MESSAGE = "taken once, in the loss"
CHANGES = [
    ("self.loss.backward()", "self.loss.backward(1 / max(len(x), 1))"),
]
