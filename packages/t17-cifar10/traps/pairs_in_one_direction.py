"""Only those above the diagonal are counted."""

EXERCISE = "confused_pairs"
MESSAGE = "0 and 1: 4 + 2"
CHANGES = [
    ("matrix + matrix.T", "matrix"),
]
