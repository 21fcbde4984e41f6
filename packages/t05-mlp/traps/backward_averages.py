"""The weight's gradient is divided by the batch; only the loss knows whether it is a mean."""

EXERCISE = "linear_backward"
MESSAGE = "the sum over the samples"
CHANGES = [
    ("g.T.dot(rows)", "g.T.dot(rows) / len(g)"),
]
