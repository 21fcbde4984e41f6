"""alpha and 1 - alpha are exchanged."""

EXERCISE = "focal"
MESSAGE = "1 - alpha that of the negatives"
CHANGES = [
    (
        "(2 * alpha - 1) * y + (1 - alpha)",
        "(1 - 2 * alpha) * y + alpha",
    ),
]
