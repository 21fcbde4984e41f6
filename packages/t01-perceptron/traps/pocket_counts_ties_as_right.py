"""`< 0` when counting: weights of zero would look perfect."""

EXERCISE = "PocketPerceptron.fit"
MESSAGE = "a tie is a mistake"
CHANGES = [
    ("Z @ met <= 0", "Z @ met < 0"),
]
