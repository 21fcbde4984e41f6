"""One corner serves the whole batch."""

EXERCISE = "random_crop"
MESSAGE = "each picture has a window of its own"
CHANGES = [
    (
        "rng.integers(0, 2 * padding + 1, (2, count))",
        "np.repeat(rng.integers(0, 2 * padding + 1, (2, 1)), count, axis=1)",
    ),
]
