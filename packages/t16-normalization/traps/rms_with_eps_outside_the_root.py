"""eps is added to the root."""

EXERCISE = "rms_norm"
MESSAGE = "divided by sqrt(1 + 3)"
CHANGES = [
    (
        "1 / np.sqrt(dot_rows(xb, xb) / size + eps)",
        "1 / (np.sqrt(dot_rows(xb, xb) / size) + eps)",
    ),
]
