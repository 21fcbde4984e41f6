"""Every step makes new arrays."""

EXERCISE = "EMA.update"
MESSAGE = "must not be allocated anew"
CHANGES = [
    (
        "average += (1 - keep) * (current - average)",
        "self.average[path] = keep * average + (1 - keep) * current",
    ),
]
