"""The gradient is added: the loss goes up."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "from zero, minus 6 times the gradient"
CHANGES = [
    (
        "w - self.lr * slope_w, b - self.lr * slope_b",
        "w + self.lr * slope_w, b + self.lr * slope_b",
    ),
]
