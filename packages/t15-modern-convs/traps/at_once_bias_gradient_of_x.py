"""The bias' gradient is averaged over the pictures."""

EXERCISE = "transposed_at_once"
MESSAGE = "gradient of bias"
CHANGES = [
    (
        "lambda: conv2d_bias_gradient(g)",
        "lambda: conv2d_bias_gradient(g) / len(g)",
    ),
]
