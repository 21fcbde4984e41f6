"""A pixel that wins several windows keeps the last gradient only."""

EXERCISE = "max_backward"
MESSAGE = "+=, not ="
CHANGES = [
    ("total[down, :, across] += g * wins", "total[down, :, across] = g * wins"),
]
