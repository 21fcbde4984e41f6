"""With log_target the logarithm itself is used as weight."""

EXERCISE = "divergence"
MESSAGE = "the weight in front is exp of it"
CHANGES = [
    (
        "log_p, p = target, np.exp(target)",
        "log_p, p = target, target",
    ),
]
