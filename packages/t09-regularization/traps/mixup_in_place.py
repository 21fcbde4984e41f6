"""The batch is mixed in its own memory, which is the data set's."""

EXERCISE = "mixup"
MESSAGE = "uses its data again"
CHANGES = [
    (
        "return lam * x + (1 - lam) * x[order], lam * y + (1 - lam) * y[order]",
        """
        x[...] = lam * x + (1 - lam) * x[order]
        y[...] = lam * y + (1 - lam) * y[order]
        return x, y
        """,
    ),
]
