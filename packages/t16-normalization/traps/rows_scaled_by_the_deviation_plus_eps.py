"""eps is added to the deviation."""

EXERCISE = "standardize_rows"
MESSAGE = "eps under the root"
CHANGES = [
    (
        "1 / np.sqrt(var + eps)",
        "1 / (np.sqrt(var) + eps)",
    ),
]
