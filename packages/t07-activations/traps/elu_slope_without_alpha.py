"""The left slope is out + 1, right for alpha = 1 only."""

EXERCISE = "elu"
MESSAGE = "slope alpha * e**x"
CHANGES = [
    ("choose(x <= 0, alpha, 1.0, x.dtype)", "1.0"),
]
