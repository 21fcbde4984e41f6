"""x + 0.45 is where a disk at -0.45 would be measured."""

EXERCISE = "crescent"
MESSAGE = "the hole lies to the right"
CHANGES = [
    ("x - 0.45", "x + 0.45"),
]
