"""The gradient is multiplied by the mask: an infinite one makes NaN at the losers."""

EXERCISE = "max_backward"
MESSAGE = "inf * 0 is NaN"
CHANGES = [
    (
        """
            total[down, :, across] += keep(g, wins)
        if free.any():
        """,
        """
            total[down, :, across] += g * wins
        if free.any():
        """,
    ),
]
