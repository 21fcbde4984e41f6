"""The means of an epoch that was interrupted begin at 0 again."""

EXERCISE = "train_epoch"
MESSAGE = "`running` holds the first part"
CHANGES = [
    ("running = RunningMeans() if running is None else running", "running = RunningMeans()"),
]
