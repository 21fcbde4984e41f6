"""Batches of the evaluation are counted."""

EXERCISE = "BatchNorm2d.forward"
MESSAGE = "the count alone"
CHANGES = [
    (
        "counting = self.training and self.track_running_stats",
        "counting = self.track_running_stats",
    ),
]
