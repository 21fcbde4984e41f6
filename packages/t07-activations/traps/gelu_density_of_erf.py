"""The slope of erf, 2 / sqrt(pi) e**(-x * x), instead of the normal density."""

EXERCISE = "gelu_erf"
MESSAGE = "the normal density"
CHANGES = [
    ("exponential(x * x, -0.5)", "exponential(x * x, -1.0)"),
    ("1 / math.sqrt(2 * math.pi)", "2 / math.sqrt(math.pi)"),
]
