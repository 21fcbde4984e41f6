"""Mean and variance per channel and position: wrong as soon as there are positions."""

EXERCISE = "batch_norm_naive"
MESSAGE = "all axes but"
CHANGES = [
    ("axes = (0, *range(2, x.ndim))", "axes = (0,)"),
    (
        "mean, var = np.mean(x, axis=axes), np.var(x, axis=axes)",
        "mean, var = np.mean(x, axis=axes), np.var(x, axis=axes); kept = (1, *x.shape[1:])",
    ),
    (
        "np.sqrt(np.reshape(var, kept) + eps)",
        "np.sqrt(np.reshape(var, kept) + eps); kept = (1, -1) + (1,) * (x.ndim - 2)",
    ),
]
