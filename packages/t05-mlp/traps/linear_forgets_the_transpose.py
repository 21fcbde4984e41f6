"""The weight is used as it lies: each input gets a row, not each output."""

EXERCISE = "linear"
MESSAGE = "a square weight hides a missing .T"
CHANGES = [
    ("rows.dot(weight.T)", "rows.dot(weight)"),
]
