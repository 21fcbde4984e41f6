"""Without padding x itself is returned: writing into the result changes x."""

EXERCISE = "pad2d"
MESSAGE = "what is padded is a copy"
CHANGES = [
    (
        "height, width = x.shape[2:]",
        """
    if not np.any(padding):
        return x
    height, width = x.shape[2:]
    """,
    ),
]
