"""The step is divided by the batch size, which the loss has done."""

EXERCISE = "ManualMLP.training_step"
MESSAGE = "batch size has done its part"
CHANGES = [
    ("lr * parameter.grad", "lr * parameter.grad / len(x)"),
]
