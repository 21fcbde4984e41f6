"""The gradients of the earlier batch stay and are added to."""

EXERCISE = "ManualMLP.backpropagate"
MESSAGE = "forgotten, not added to"
CHANGES = [
    ("self.zero_grad()\n", ""),
]
