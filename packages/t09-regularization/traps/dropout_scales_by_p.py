"""What stays is divided by p, the chance to be dropped."""

EXERCISE = "dropout"
MESSAGE = "divided by that, their sum"
CHANGES = [
    ("scale = 1 / (1 - p) if p < 1 else 0.0", "scale = 1 / p"),
]
