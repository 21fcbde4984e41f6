"""The label is taken from the end of the row."""

EXERCISE = "read_batch"
MESSAGE = "all reds row by row"
CHANGES = [
    ("rows[:, 0]", "rows[:, -1]"),
    ("rows[:, 1:]", "rows[:, :-1]"),
    ("labels.max() > 9", "False"),
]
