"""The permutation is drawn before the loop: every epoch sees the same batches."""

EXERCISE = "train"
MESSAGE = "each epoch draws a new permutation"
CHANGES = [
    (
        """
        for epoch in range(epochs):
            order = np.arange(len(points)) if batch_size is None else rng.permutation(len(points))
        """,
        """
        order = np.arange(len(points)) if batch_size is None else rng.permutation(len(points))
        for epoch in range(epochs):
        """,
    ),
]
