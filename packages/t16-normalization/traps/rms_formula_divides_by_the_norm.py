"""The sum of the squares in place of their mean: rows of length 1."""

EXERCISE = "rms_norm_naive"
MESSAGE = "mean square 12.5"
CHANGES = [
    (
        "np.mean(x * x, axis=axes, keepdims=True)",
        "np.sum(x * x, axis=axes, keepdims=True)",
    ),
]
