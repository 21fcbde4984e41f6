"""2 ** loss, though the loss is in nats."""

EXERCISE = "perplexity"
MESSAGE = "costs log 50 nats"
CHANGES = [
    (
        "np.exp(mean)",
        "2.0**mean",
    ),
]
