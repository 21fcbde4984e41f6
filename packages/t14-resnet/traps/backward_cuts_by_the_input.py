"""The mask is taken from x instead of the output."""

EXERCISE = "norm_backward"
MESSAGE = "g where out > 0"
CHANGES = [
    (
        "out[:, c] != 0",
        "x[:, c] > 0",
    ),
]
