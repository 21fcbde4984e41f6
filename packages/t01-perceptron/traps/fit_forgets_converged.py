"""The loop ends but `converged` stays False."""

EXERCISE = "Perceptron.fit"
MESSAGE = "converged must be True"
CHANGES = [
    ("self.converged = True\n", ""),
]
