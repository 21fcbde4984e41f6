"""The centre is size // 2: an even kernel is lopsided."""

EXERCISE = "gaussian_kernel"
MESSAGE = "from the centre (size - 1) / 2"
CHANGES = [
    ("(size - 1) / 2", "size // 2"),
]
