"""decay is taken for the share that is new."""

EXERCISE = "EMA.update"
MESSAGE = "decay is the share of the old average"
CHANGES = [
    ("(1 - keep) * (current - average)", "keep * (current - average)"),
]
