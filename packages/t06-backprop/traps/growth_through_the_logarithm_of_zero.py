"""A norm of 0 has the logarithm -inf, and the slope is NaN or infinite."""

EXERCISE = "growth_per_layer"
MESSAGE = "nothing arrives, the growth is 0"
CHANGES = [
    ("if not norms.all():\n    return 0.0\n", ""),
]
