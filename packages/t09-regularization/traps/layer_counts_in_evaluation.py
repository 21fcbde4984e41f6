"""Batches of the evaluation are counted as well."""

EXERCISE = "BatchNorm.forward"
MESSAGE = "must leave the running statistics"
CHANGES = [
    (
        "counting = self.training and self.track_running_stats",
        "counting = self.track_running_stats",
    ),
]
