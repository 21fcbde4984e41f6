"""p - y is the slope for the logit, not for the probability."""

EXERCISE = "bernoulli"
MESSAGE = "(p - y) / (p (1 - p))"
CHANGES = [
    (
        "slope = (p - y) / np.maximum(p * (1 - p), 1e-12)",
        "slope = p - y",
    ),
]
