"""The gain is an argument that nobody reads."""

EXERCISE = "orthogonal_"
MESSAGE = "multiplied by gain"
CHANGES = [
    ("gain * (q", "(q"),
]
