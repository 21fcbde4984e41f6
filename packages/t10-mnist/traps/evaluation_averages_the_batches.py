"""The last batch of one sample counts as much as a full one."""

EXERCISE = "evaluate"
MESSAGE = "as if all 7 samples were one batch"
CHANGES = [
    ("running.add(values, len(y))", "running.add(values, 1)"),
]
