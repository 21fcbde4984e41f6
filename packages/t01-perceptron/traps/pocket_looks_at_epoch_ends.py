"""Only the weights at the end of an epoch are tried."""

EXERCISE = "PocketPerceptron.fit"
MESSAGE = "met in the middle of the first epoch"
CHANGES = [
    ("for met in np.cumsum(np.vstack([before, rows[wrong]]), axis=0)[1:]:\n", "for met in [v]:\n"),
]
