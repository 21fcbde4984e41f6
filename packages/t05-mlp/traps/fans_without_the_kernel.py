"""A 3x5 kernel counts as one connection."""

EXERCISE = "fan_in_and_fan_out"
MESSAGE = "weights are (out, in, *kernel)"
CHANGES = [
    ("math.prod(shape[2:])", "1"),
]
