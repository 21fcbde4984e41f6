"""The slope is taken for s instead of s * (1 - s)."""

EXERCISE = "sigmoid"
MESSAGE = "s * (1 - s)"
CHANGES = [
    ("slope = 1 - out", "slope = np.ones_like(out)"),
]
