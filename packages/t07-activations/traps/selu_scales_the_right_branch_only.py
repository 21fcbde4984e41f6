"""The scale is left out where x is negative."""

EXERCISE = "selu"
MESSAGE = "multiplies both branches"
CHANGES = [
    ("negative *= SELU_SCALE * SELU_ALPHA", "negative *= SELU_ALPHA"),
    ("    steep = SELU_SCALE * SELU_ALPHA\n", "    steep = SELU_ALPHA\n"),
]
