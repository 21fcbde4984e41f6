"""alpha weighs the new square and 1 - alpha the old mean: nearly no memory is left."""

EXERCISE = "rmsprop_update"
MESSAGE = "alpha keeps"
CHANGES = [
    ("1 - alpha, s, alpha, square_avg", "alpha, s, 1 - alpha, square_avg"),
]
