"""What the rounding of a large mean left is not taken off."""

EXERCISE = "standardize_rows"
MESSAGE = "what its rounding left"
CHANGES = [
    (
        "if (mean * mean > FAR * var).any():",
        "if False:",
    ),
]
