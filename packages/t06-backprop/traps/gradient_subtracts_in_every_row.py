"""out[:, labels] takes 1 away in every row, at the labels of all rows."""

EXERCISE = "SoftmaxCrossEntropyLayer.backward"
MESSAGE = "minus 1 in the column"
CHANGES = [
    ("out[rows, labels] -= 1", "out[:, labels] -= 1"),
]
