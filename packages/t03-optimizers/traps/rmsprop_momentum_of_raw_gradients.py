"""The velocity collects raw gradients and is divided as a whole."""

EXERCISE = "rmsprop_update"
MESSAGE = "divided already"
CHANGES = [
    ("np.divide(g, s, out=s)", "np.divide(g if buf is None else 1, s, out=s)"),
    (
        """
        axpby(1, s, momentum, buf)
        axpy(-lr, buf, p)
        """,
        """
        axpby(1, g, momentum, buf)
        p -= lr * buf * s
        """,
    ),
]
