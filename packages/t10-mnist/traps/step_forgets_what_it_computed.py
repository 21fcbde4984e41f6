"""zero_grad comes after backward and takes the gradient away before the optimizer sees it."""

EXERCISE = "train_step"
MESSAGE = "zero_grad, forward, loss, backward, then optimizer.step"
CHANGES = [
    ("    optimizer.zero_grad()\n", ""),
    ("    value.backward()\n", "    value.backward()\n    optimizer.zero_grad()\n"),
]
