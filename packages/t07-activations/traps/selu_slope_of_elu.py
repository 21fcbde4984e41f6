"""The gradient forgets the scale on the right."""

EXERCISE = "selu"
MESSAGE = "multiplies both branches"
CHANGES = [
    ("choose(x <= 0, steep, SELU_SCALE, x.dtype)", "choose(x <= 0, steep, 1.0, x.dtype)"),
]
