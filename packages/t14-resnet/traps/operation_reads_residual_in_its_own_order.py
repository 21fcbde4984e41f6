"""The residual's table is read in another order than that of x."""

EXERCISE = "batch_norm2d"
MESSAGE = "read residual in the order of x"
CHANGES = [
    (
        "as_table(residual, x)",
        "as_table(residual).reshape(table.shape)",
    ),
]
