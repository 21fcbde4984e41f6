"""The input is taken for probabilities."""

EXERCISE = "picked"
MESSAGE = "minus the log-probability"
CHANGES = [
    (
        "losses = -own * counts",
        "losses = -np.log(np.exp(own) + 1e-3) * counts",
    ),
]
