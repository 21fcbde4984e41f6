"""The chain rule's beta is kept, though the division by beta cancels it."""

EXERCISE = "softplus"
MESSAGE = "cancels against the divisor"
CHANGES = [
    ("slope = sigmoid(x * beta)", "slope = sigmoid(x * beta) * beta"),
]
