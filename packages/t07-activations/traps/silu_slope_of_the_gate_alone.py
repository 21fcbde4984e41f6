"""Only the gate is differentiated: x * s * (1 - s)."""

EXERCISE = "silu"
MESSAGE = "the product rule"
CHANGES = [
    ("    slope += gate\n", ""),
]
