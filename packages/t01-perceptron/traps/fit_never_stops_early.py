"""All epochs are made, also when nothing is left to learn."""

EXERCISE = "Perceptron.fit"
MESSAGE = "the first epoch without a mistake is the last"
CHANGES = [
    ("break\n", ""),
]
