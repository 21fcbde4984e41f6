"""The gradient's table is read in another order than that of x."""

EXERCISE = "batch_norm2d"
MESSAGE = "g comes in any order"
CHANGES = [
    (
        "as_table(g, x)",
        "as_table(g).reshape(table.shape)",
    ),
]
