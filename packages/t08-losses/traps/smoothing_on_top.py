"""The target keeps its whole count, and the rest comes on top."""

EXERCISE = "smoothed"
MESSAGE = "the target keeps 1 - 0.3"
CHANGES = [
    (
        "return (1 - smoothing) * counts,",
        "return counts,",
    ),
]
