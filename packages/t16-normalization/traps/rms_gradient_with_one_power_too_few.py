"""x is taken for x_hat in the second term."""

EXERCISE = "rms_norm_backward"
MESSAGE = "the root mean square moves"
CHANGES = [
    (
        "inv * inv * inv * (product @ scale)",
        "inv * inv * (product @ scale)",
    ),
]
