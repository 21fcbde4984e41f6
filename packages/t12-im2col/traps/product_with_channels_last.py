"""The weight's matrix has its columns in another order than the columns of x have their rows."""

EXERCISE = "conv2d_columns"
MESSAGE = "row o of the weight"
CHANGES = [
    ("weight.reshape(len(weight), -1)", "weight.transpose(0, 2, 3, 1).reshape(len(weight), -1)")
]
