"""The result is float64 like the statistic."""

EXERCISE = "rms_norm"
MESSAGE = "float32 in, float32 out"
CHANGES = [
    (
        "out, inv_rms = np.empty(table.shape, x.dtype)",
        "out, inv_rms = np.empty(table.shape)",
    ),
]
