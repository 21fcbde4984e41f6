"""The old value doesn't fade: the mean grows with every batch."""

EXERCISE = "update_running"
MESSAGE = "0.9 of the old"
CHANGES = [
    ("running_mean *= 1 - momentum\n", ""),
]
