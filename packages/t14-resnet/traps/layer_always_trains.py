"""The layer's mode is not passed on."""

EXERCISE = "BatchNorm2d.forward"
MESSAGE = "eval() makes"
CHANGES = [
    (
        "training=self.training or not self.track_running_stats",
        "training=True",
    ),
]
