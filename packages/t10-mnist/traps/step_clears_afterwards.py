"""Gradients are cleared after the step only: what was there before the first one counts."""

EXERCISE = "train_step"
MESSAGE = "somebody else's backward"
CHANGES = [
    ("    optimizer.zero_grad()\n", ""),
    ("    optimizer.step()\n", "    optimizer.step()\n    optimizer.zero_grad()\n"),
]
