"""The product for the weight is the wrong way round."""

EXERCISE = "linear_backward"
MESSAGE = "the gradient has shape (3, 4)"
CHANGES = [
    ("g.T.dot(rows)", "rows.T.dot(g)"),
]
