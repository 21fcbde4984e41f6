"""Training stops on a clean epoch without saying so."""

EXERCISE = "MultiClassPerceptron.fit"
MESSAGE = "converged must be True"
CHANGES = [
    ("self.converged = True\n", ""),
]
