"""eps is added to the root of the variance instead of the variance."""

EXERCISE = "batch_norm"
MESSAGE = "eps 3: 1 / sqrt(4)"
CHANGES = [
    ("1 / np.sqrt(var + eps)", "1 / (np.sqrt(var) + eps)"),
]
