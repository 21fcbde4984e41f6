"""The shortcut is added in front of the norm, which takes its mean away again."""

EXERCISE = "batch_norm2d_naive"
MESSAGE = "normalise each channel, add residual"
CHANGES = [
    (
        "batch_norm_naive(x, weight,",
        "batch_norm_naive(x if residual is None else x + residual, weight,",
    ),
    (
        "out = out if residual is None else out + residual\n",
        "out = out\n",
    ),
]
