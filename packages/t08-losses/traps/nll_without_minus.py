"""The log-probability itself is returned, and training would lower it."""

EXERCISE = "picked"
MESSAGE = "minus the log-probability"
CHANGES = [
    (
        "losses = -own * counts",
        "losses = own * counts",
    ),
]
