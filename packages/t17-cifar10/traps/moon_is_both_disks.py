"""The smaller distance is taken: a union."""

EXERCISE = "crescent"
MESSAGE = "the larger one of"
CHANGES = [
    ("np.maximum(", "np.minimum("),
]
