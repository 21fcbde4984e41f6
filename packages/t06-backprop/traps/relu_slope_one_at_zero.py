"""Inputs of exactly 0 count as positive, against the agreement."""

EXERCISE = "ReLULayer.forward"
MESSAGE = "at the kink"
CHANGES = [
    ("x > 0", "x >= 0"),
]
