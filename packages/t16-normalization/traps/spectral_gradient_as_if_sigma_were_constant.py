"""sigma is treated as a number: g / sigma."""

EXERCISE = "spectral_norm"
MESSAGE = "moves with the weight"
CHANGES = [
    (
        "(rows - along * np.outer(u, v)) / sigma",
        "rows / sigma",
    ),
]
