"""A small number inside the logarithms: zero costs 27 instead of 100, and the rest is off."""

EXERCISE = "bernoulli"
MESSAGE = "cut off at -100"
CHANGES = [
    (
        "log_p = np.maximum(np.log(p), -100.0)",
        "log_p = np.log(p + 1e-12)",
    ),
    (
        "log_q = np.maximum(np.log1p(-p), -100.0)",
        "log_q = np.log(1 - p + 1e-12)",
    ),
]
