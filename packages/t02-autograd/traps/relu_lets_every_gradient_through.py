"""The forward pass cuts, the backward pass does not."""

EXERCISE = "Value.relu"
MESSAGE = "0 left of it"
CHANGES = [
    ("g if x > 0 else 0.0", "g"),
]
