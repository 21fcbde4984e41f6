"""The backward pass is not told the weight."""

EXERCISE = "layer_norm"
MESSAGE = "gradient of x"
CHANGES = [
    (
        "x_hat, inv_std, flat_weight)",
        "x_hat, inv_std, None)",
    ),
]
