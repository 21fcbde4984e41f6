"""Every group sees the first channels."""

EXERCISE = "conv2d_grouped"
MESSAGE = "kernel 0 sees the first"
CHANGES = [
    (
        "x[:, k * inputs : (k + 1) * inputs]",
        "x[:, :inputs]",
    ),
]
