"""New arrays take the place of the old ones; an optimizer or a view still holds those."""

EXERCISE = "ManualMLP.training_step"
MESSAGE = "change it in place"
CHANGES = [
    (
        "parameter.data -= lr * parameter.grad",
        "parameter.data = parameter.data - lr * parameter.grad",
    ),
]
