"""Every axis of size 1 is dropped, not only the one that a vector was given."""

EXERCISE = "Arithmetic.__matmul__"
MESSAGE = "an added axis is dropped again"
CHANGES = [
    (
        """
        return result[..., *drop]
        """,
        """
        if 0 not in drop:
            return result
        return result.reshape(tuple(n for n in result.shape if n > 1))
        """,
    ),
]
