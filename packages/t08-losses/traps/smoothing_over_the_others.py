"""The share is spread over the C - 1 other classes."""

EXERCISE = "smoothed"
MESSAGE = "over all 3 classes"
CHANGES = [
    (
        "smoothing / classes",
        "smoothing / (classes - 1)",
    ),
]
