"""The slope is compared without its size: falling counts as dead."""

EXERCISE = "dead_units"
MESSAGE = "silu falls at -3"
CHANGES = [
    ("np.abs(slope) <= tolerance", "slope <= tolerance"),
]
