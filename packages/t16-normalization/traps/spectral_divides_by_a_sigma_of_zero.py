"""Nothing keeps a sigma of 0 from being divided by."""

EXERCISE = "spectral_norm"
MESSAGE = "not 0 / 0"
CHANGES = [
    (
        "if abs(sigma) <= eps:",
        "if False:",
    ),
]
