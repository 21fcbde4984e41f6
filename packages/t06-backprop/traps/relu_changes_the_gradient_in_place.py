"""The zeros are written into g, which a second branch may still need."""

EXERCISE = "ReLULayer.backward"
MESSAGE = "g belongs to the caller"
CHANGES = [
    ("return g * positive", "g *= positive; return g"),
]
