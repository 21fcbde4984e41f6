"""The plain inner product in place of the cosine."""

EXERCISE = "cosine_embedding"
MESSAGE = "lengths don't matter"
CHANGES = [
    (
        "scale = 1 / np.sqrt(square1 * square2)",
        "scale = 1 / np.sqrt(square1 * square2) ** 0",
    ),
]
