"""Backward works in place on the saved result, which is also what the caller holds."""

EXERCISE = "sigmoid"
MESSAGE = "the result after a backward pass"
CHANGES = [
    ("slope = 1 - out\n", "slope = out\n"),
    ("slope *= out\n", "slope *= 1 - out\n"),
]
