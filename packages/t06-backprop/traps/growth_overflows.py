"""exp of a slope beyond 709 is an OverflowError."""

EXERCISE = "growth_per_layer"
MESSAGE = "too large for a float"
CHANGES = [
    ("math.exp(-slope) if slope > -709 else math.inf", "math.exp(-slope)"),
]
