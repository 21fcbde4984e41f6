"""The unbiased variance is computed as if every row were one sample of a channel."""

EXERCISE = "batch_norm"
MESSAGE = "20 samples of a channel"
CHANGES = [
    (
        "update_running(running_mean, running_var, mean, var, x.size // x.shape[1], momentum)",
        "update_running(running_mean, running_var, mean, var, max(2, len(x)), momentum)",
    ),
]
