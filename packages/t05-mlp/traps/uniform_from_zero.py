"""Only positive values are drawn; their deviation is right."""

EXERCISE = "uniform_"
MESSAGE = "on [-b, b]"
CHANGES = [
    ("rng.uniform(-bound, bound,", "rng.uniform(0.0, 2 * bound,"),
]
