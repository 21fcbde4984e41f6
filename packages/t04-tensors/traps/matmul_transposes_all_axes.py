"""All axes of the right operand are reversed, batch axes too."""

EXERCISE = "Arithmetic.__matmul__"
MESSAGE = "matrices are in the last two axes"
CHANGES = [
    ("right.transpose(*range(right.ndim - 2), -1, -2)", "right.T"),
]
