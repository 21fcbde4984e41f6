"""zero_grad stands between backward and step: every gradient is 0 when it is needed."""

EXERCISE = "train"
MESSAGE = "and the loss is the one before the step"
CHANGES = [
    ("optimizer.zero_grad()\nloss.backward()\n", "loss.backward()\noptimizer.zero_grad()\n"),
]
