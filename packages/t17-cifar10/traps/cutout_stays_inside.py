"""The square is moved until all of it lies in the picture."""

EXERCISE = "cutout"
MESSAGE = "the square is not moved inside"
CHANGES = [
    (
        "first = rng.integers(0, (height, width), (count, 2)) - size // 2  # (N, 2)",
        """
        first = rng.integers(0, (height, width), (count, 2)) - size // 2
        first = np.clip(first, 0, np.maximum([height - size, width - size], 0))
        """,
    ),
]
