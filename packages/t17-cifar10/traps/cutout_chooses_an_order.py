"""np.where decides how the result lies in memory, and the convolutions slow down."""

EXERCISE = "cutout"
MESSAGE = "np.where chooses an order of its own"
CHANGES = [
    (
        """
        out = images.copy(order="K")
        np.copyto(out, fill, where=hidden.transpose(3, 1, 0, 2))
        return out
        """,
        """
        hidden = np.ascontiguousarray(hidden.transpose(3, 1, 0, 2))
        return np.where(hidden, np.asarray(fill, images.dtype), images)
        """,
    ),
]
