"""The rows are shuffled once before training instead of once per epoch."""

EXERCISE = "Perceptron.fit"
MESSAGE = "in its own permutation"
CHANGES = [
    (
        "for order in row_orders(len(Z), self.max_epochs, rng):\n",
        """
        if rng is not None:
            Z = Z[rng.permutation(len(Z))]
        for order in row_orders(len(Z), self.max_epochs):
        """,
    ),
]
