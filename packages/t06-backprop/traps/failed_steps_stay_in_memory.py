"""What a failed step kept is never dropped."""

EXERCISE = "ManualMLP.backpropagate"
MESSAGE = "left behind"
CHANGES = [
    ("self.forget()\n", ""),
]
