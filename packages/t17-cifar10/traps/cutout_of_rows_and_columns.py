"""Everything in the rows or the columns is hidden: a cross."""

EXERCISE = "cutout"
MESSAGE = "rows and columns from size // 2 before"
CHANGES = [
    ("rows[:, None, None, :] & columns", "rows[:, None, None, :] | columns"),
]
