"""zero_grad is forgotten: each step goes down the sum of all gradients so far."""

EXERCISE = "train_step"
MESSAGE = "backward adds to .grad"
CHANGES = [
    ("    optimizer.zero_grad()\n", ""),
]
