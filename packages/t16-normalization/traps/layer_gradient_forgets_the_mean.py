"""The way through the mean is left out."""

EXERCISE = "layer_norm_backward"
MESSAGE = "mean and variance move with every x"
CHANGES = [
    (
        "        out -= mean\n",
        "",
    ),
]
