"""The variance is returned as deviation."""

EXERCISE = "kaiming_std"
MESSAGE = "gain / sqrt(fan)"
CHANGES = [
    ("math.sqrt(fan)", "fan"),
]
