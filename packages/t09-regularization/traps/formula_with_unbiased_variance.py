"""The variance of the batch is divided by one less than the samples."""

EXERCISE = "batch_norm_naive"
MESSAGE = "divided by the number of samples"
CHANGES = [
    ("np.var(x, axis=axes)", "np.var(x, axis=axes, ddof=1)"),
]
