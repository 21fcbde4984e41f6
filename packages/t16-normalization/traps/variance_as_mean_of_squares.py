"""The mean of the squares minus the square of the mean, whatever the mean is."""

EXERCISE = "mean_and_variance"
MESSAGE = "Subtract the mean first"
CHANGES = [
    (
        "if (square > FAR * var).any():",
        "if False:",
    ),
]
