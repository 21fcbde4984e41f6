"""The chain rule's beta is kept, though the division by beta cancels it."""

EXERCISE = "softplus"
MESSAGE = "cancels against the divisor"
CHANGES = [
    ("sigmoid(np.asarray(x * beta))", "sigmoid(x * beta) * beta"),
]
