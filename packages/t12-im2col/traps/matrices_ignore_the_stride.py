"""The next output row always begins one row further on."""

EXERCISE = "row_matrices"
MESSAGE = "rows i * stride"
CHANGES = [("(stride * row,", "(row,")]
