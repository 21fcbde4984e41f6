"""A comparison with >= gives the kink to the right branch."""

EXERCISE = "prelu"
MESSAGE = "at 0 the weight is the slope"
CHANGES = [
    ("choose(x > 0, 1.0, 0.0, x.dtype)", "choose(x >= 0, 1.0, 0.0, x.dtype)"),
]
