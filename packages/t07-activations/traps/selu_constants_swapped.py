"""alpha and scale change places."""

EXERCISE = "selu"
MESSAGE = "alpha = 1.6733"
CHANGES = [
    ("out *= SELU_SCALE", "out *= SELU_ALPHA"),
    (
        "choose(x <= 0, steep, SELU_SCALE, x.dtype)",
        "choose(x <= 0, steep, SELU_ALPHA, x.dtype)",
    ),
]
