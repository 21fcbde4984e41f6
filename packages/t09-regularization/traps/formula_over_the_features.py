"""Each sample is normalised over its channels: that is layer normalisation."""

EXERCISE = "batch_norm_naive"
MESSAGE = "column 1: mean 20"
CHANGES = [
    (
        "mean, var = np.mean(x, axis=axes), np.var(x, axis=axes)  # (C,)",
        "mean, var = np.mean(x), np.var(x)",
    ),
]
