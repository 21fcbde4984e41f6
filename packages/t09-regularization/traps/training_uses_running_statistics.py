"""Training updates the running statistics and normalises by them."""

EXERCISE = "batch_norm"
MESSAGE = "the batch's own mean and variance"
CHANGES = [
    (
        """
                update_running(running_mean, running_var, mean, var, x.size // x.shape[1], momentum)
        """,
        """
                update_running(running_mean, running_var, mean, var, x.size // x.shape[1], momentum)
                mean, var = running_mean, running_var
        """,
    ),
]
