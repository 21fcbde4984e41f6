"""The bias gets the mean of the rows instead of their sum."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "one bias serves all rows"
CHANGES = [
    ("g.sum(axis=0)", "g.mean(axis=0)"),
]
