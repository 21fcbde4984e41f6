"""The slope is the difference, as if the loss were half the square."""

EXERCISE = "squared_error"
MESSAGE = "2 (prediction - target) / N"
CHANGES = [
    (
        ", scale=2.0",
        "",
    ),
]
