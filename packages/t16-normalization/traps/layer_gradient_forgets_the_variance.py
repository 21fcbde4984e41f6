"""The way through the variance is left out."""

EXERCISE = "layer_norm_backward"
MESSAGE = "mean and variance move with every x"
CHANGES = [
    (
        "        out -= product\n",
        "",
    ),
]
