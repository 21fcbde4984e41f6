"""The chain rule stops at the tanh."""

EXERCISE = "gelu_tanh"
MESSAGE = "the inner slope"
CHANGES = [
    ("    slope += a\n", ""),
    ("slope = square * (3 * b)", "slope = np.full_like(x, 2.0)"),
]
