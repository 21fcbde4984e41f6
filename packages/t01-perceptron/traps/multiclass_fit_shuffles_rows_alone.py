"""The rows are shuffled, their labels are not."""

EXERCISE = "MultiClassPerceptron.fit"
MESSAGE = "rows and labels alike"
CHANGES = [
    ("A[order], own[order]", "A[order], own"),
]
