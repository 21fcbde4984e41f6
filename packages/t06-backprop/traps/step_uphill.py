"""The gradient is added: the loss rises."""

EXERCISE = "ManualMLP.training_step"
MESSAGE = "p becomes p - 0.1 * gradient"
CHANGES = [
    ("-= lr", "+= lr"),
]
