"""The probability of the truth is raised to gamma, not what is missing to 1."""

EXERCISE = "focal"
MESSAGE = "(1 - probability of the truth)**gamma"
CHANGES = [
    (
        "u = p + y - 2 * p * y",
        "u = 1 - p - y + 2 * p * y",
    ),
]
