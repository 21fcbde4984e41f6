"""The gradient of the residual is left out: nothing passes the shortcut."""

EXERCISE = "batch_norm2d"
MESSAGE = "nothing was returned or stored"
CHANGES = [
    (
        "of_bias, None, None, from_table(of_residual, x)",
        "of_bias, None, None, None",
    ),
]
