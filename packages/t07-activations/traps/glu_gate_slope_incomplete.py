"""The slope of the gate lacks its factor 1 - s."""

EXERCISE = "glu"
MESSAGE = "s * (1 - s)"
CHANGES = [
    ("slope = 1 - gate", "slope = np.ones_like(gate)"),
]
