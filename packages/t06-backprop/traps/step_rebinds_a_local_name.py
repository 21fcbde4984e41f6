"""The difference is bound to a local name, and no parameter moves."""

EXERCISE = "ManualMLP.training_step"
MESSAGE = "p becomes p - 0.1 * gradient"
CHANGES = [
    ("parameter.data -= lr * parameter.grad", "parameter = parameter.data - lr * parameter.grad"),
]
