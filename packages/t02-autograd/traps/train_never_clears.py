"""zero_grad is missing: each step follows the sum of all gradients so far."""

EXERCISE = "train"
MESSAGE = "must not be added"
CHANGES = [
    ("optimizer.zero_grad()\n", ""),
]
