"""The layer's mode is not passed on: evaluation normalises by its own batch."""

EXERCISE = "BatchNorm.forward"
MESSAGE = "eval() makes"
CHANGES = [
    ("training=self.training or not self.track_running_stats", "training=True"),
]
