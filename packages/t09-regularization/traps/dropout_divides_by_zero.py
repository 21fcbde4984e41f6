"""p = 1 is divided by 1 - p = 0."""

EXERCISE = "dropout"
MESSAGE = "division by zero"
CHANGES = [
    ("1 / (1 - p) if p < 1 else 0.0", "1 / (1 - p)"),
]
