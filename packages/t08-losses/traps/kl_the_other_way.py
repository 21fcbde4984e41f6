"""log q - log p: the sign, or the order of the arguments, is exchanged."""

EXERCISE = "divergence"
MESSAGE = "the target p weighs"
CHANGES = [
    (
        "gap = log_p - log_q",
        "gap = log_q - log_p",
    ),
]
