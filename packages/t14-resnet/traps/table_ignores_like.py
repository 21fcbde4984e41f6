"""Each array is read in its own order: two tables disagree on what is where."""

EXERCISE = "as_table"
MESSAGE = "equal pictures make equal tables"
CHANGES = [
    (
        "(x if like is None else like)",
        "x",
    ),
]
