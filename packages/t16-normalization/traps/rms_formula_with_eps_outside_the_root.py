"""eps is added to the root instead of the mean square."""

EXERCISE = "rms_norm_naive"
MESSAGE = "plus eps 16, root 4"
CHANGES = [
    (
        "x / np.sqrt(square + eps)",
        "x / (np.sqrt(square) + eps)",
    ),
]
