"""The factor (1 - p)**gamma is treated as a constant."""

EXERCISE = "focal"
MESSAGE = "the product rule gives two terms"
CHANGES = [
    (
        "gamma * growth * ce + p - y",
        "p - y",
    ),
]
