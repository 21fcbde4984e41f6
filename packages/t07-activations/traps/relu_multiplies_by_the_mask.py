"""The gradient is multiplied by 0 instead of being replaced: inf * 0 is NaN."""

EXERCISE = "relu"
MESSAGE = "invalid value encountered in multiply"
CHANGES = [
    ("keep(g, out != 0)", "g * (out != 0)"),
]
