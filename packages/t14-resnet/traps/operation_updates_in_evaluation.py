"""The running statistics move in evaluation too."""

EXERCISE = "batch_norm2d"
MESSAGE = "must not update them"
CHANGES = [
    (
        "if training and running_mean is not None",
        "if running_mean is not None",
    ),
]
