"""In float64 the running arrays themselves are kept for the backward pass."""

EXERCISE = "batch_norm2d"
MESSAGE = "the next batch changes the arrays"
CHANGES = [
    (
        "a.astype(np.float64) for a in",
        "a.astype(np.float64, copy=False) for a in",
    ),
]
