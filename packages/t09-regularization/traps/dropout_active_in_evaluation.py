"""The argument training is not looked at."""

EXERCISE = "dropout"
MESSAGE = "must not lose units"
CHANGES = [
    ("not training or p == 0", "p == 0"),
]
