"""eps is not passed on."""

EXERCISE = "norm_forward"
MESSAGE = "and eps is 0.5"
CHANGES = [
    (
        "var[c] + eps",
        "var[c] + 1e-5",
    ),
]
