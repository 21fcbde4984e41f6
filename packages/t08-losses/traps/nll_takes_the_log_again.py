"""The input is taken for probabilities."""

EXERCISE = "picked"
MESSAGE = "minus the log-probability"
CHANGES = [
    (
        "losses = -x[np.arange(len(counts)), index] * counts",
        "losses = -np.log(np.exp(x[np.arange(len(counts)), index]) + 1e-3) * counts",
    ),
]
