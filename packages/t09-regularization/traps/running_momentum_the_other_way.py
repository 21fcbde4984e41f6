"""momentum is taken as the share of the old value, as optimizers have it."""

EXERCISE = "update_running"
MESSAGE = "share of the new batch"
CHANGES = [
    (
        """
        running_mean *= 1 - momentum
        running_mean += momentum * mean
        running_var *= 1 - momentum
        """,
        """
        momentum = 1 - momentum
        running_mean *= 1 - momentum
        running_mean += momentum * mean
        running_var *= 1 - momentum
        """,
    ),
]
