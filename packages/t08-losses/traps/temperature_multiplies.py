"""The cosines are multiplied by the temperature."""

EXERCISE = "similarities"
MESSAGE = "/ temperature"
CHANGES = [
    (
        ".T / temperature",
        ".T * temperature",
    ),
]
