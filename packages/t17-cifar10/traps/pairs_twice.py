"""Each pair comes in both directions."""

EXERCISE = "confused_pairs"
MESSAGE = "0 and 1: 4 + 2"
CHANGES = [
    ("np.triu(matrix + matrix.T, 1)", "(matrix + matrix.T) * (1 - np.eye(len(matrix), dtype=int))"),
]
