"""The option relu is not looked at."""

EXERCISE = "batch_norm2d_naive"
MESSAGE = "negative values stay"
CHANGES = [
    (
        "np.maximum(out, 0) if relu else out",
        "np.maximum(out, 0)",
    ),
]
