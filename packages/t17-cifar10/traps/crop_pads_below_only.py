"""All of the padding is at the lower right."""

EXERCISE = "random_crop"
MESSAGE = "each picture has a window of its own"
CHANGES = [
    (
        "((0, 0), (0, 0), (padding, padding), (padding, padding))",
        "((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))",
    ),
]
