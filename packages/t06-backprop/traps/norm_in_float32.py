"""The sum runs in the gradient's own precision."""

EXERCISE = "gradient_norm"
MESSAGE = "convert to float64 first"
CHANGES = [
    ("np.asarray(grad, np.float64)", "np.asarray(grad)"),
]
