"""The running statistics follow the data of the evaluation too."""

EXERCISE = "batch_norm"
MESSAGE = "evaluation must not update"
CHANGES = [
    (
        """
        if training:
            mean, var = batch_moments(x)
            if running_mean is not None:
                update_running(running_mean, running_var, mean, var, x.size // x.shape[1], momentum)
        else:
        """,
        """
        mean, var = batch_moments(x)
        if running_mean is not None:
            count = max(2, x.size // x.shape[1])
            old = running_mean.copy(), running_var.copy()
            update_running(running_mean, running_var, mean, var, count, momentum)
        if not training:
        """,
    ),
    ("running_mean.astype(np.float64), running_var.astype(np.float64)", "old"),
]
