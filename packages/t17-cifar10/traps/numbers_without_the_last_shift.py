"""The third step is forgotten: the upper bits are right."""

EXERCISE = "splitmix64"
MESSAGE = "fixed to the last bit"
CHANGES = [
    ("return z ^ (z >> SHIFTS[2])", "return z"),
]
