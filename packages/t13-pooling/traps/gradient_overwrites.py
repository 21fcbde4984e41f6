"""A pixel that wins several windows keeps the last gradient only."""

EXERCISE = "max_backward"
MESSAGE = "+=, not ="
CHANGES = [
    (
        """
            total[down, :, across] += keep(g, wins)
        if free.any():
        """,
        """
            total[down, :, across] = keep(g, wins)
        if free.any():
        """,
    ),
]
