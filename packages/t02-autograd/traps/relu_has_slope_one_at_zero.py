"""`>=` gives the kink the slope 1."""

EXERCISE = "Value.relu"
MESSAGE = "at the kink"
CHANGES = [
    ("if x > 0", "if x >= 0"),
]
