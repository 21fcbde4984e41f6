"""The log-probability itself is returned, and training would lower it."""

EXERCISE = "picked"
MESSAGE = "minus the log-probability"
CHANGES = [
    (
        "losses = -x[np.arange(len(counts)), index] * counts",
        "losses = x[np.arange(len(counts)), index] * counts",
    ),
]
