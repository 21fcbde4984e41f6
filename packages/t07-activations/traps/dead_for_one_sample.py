"""A single sample at rest is enough to call a unit dead."""

EXERCISE = "dead_units"
MESSAGE = "for two of them"
CHANGES = [
    (".all(axis=others)", ".any(axis=others)"),
]
