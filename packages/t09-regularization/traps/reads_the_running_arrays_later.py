"""The arrays of the layer are kept for the gradient, and have changed by then."""

EXERCISE = "batch_norm"
MESSAGE = "those that the forward pass saw"
CHANGES = [
    (
        "mean, var = running_mean.astype(np.float64), running_var.astype(np.float64)",
        "mean, var = running_mean, running_var",
    ),
]
