"""sqrt(pi / 2) in place of sqrt(2 / pi)."""

EXERCISE = "gelu_tanh"
MESSAGE = "sqrt(2 / pi)"
CHANGES = [
    ("math.sqrt(2 / math.pi)", "math.sqrt(math.pi / 2)"),
]
