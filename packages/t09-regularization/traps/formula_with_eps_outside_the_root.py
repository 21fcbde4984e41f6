"""eps is added to the standard deviation instead of the variance."""

EXERCISE = "batch_norm_naive"
MESSAGE = "inside the root"
CHANGES = [
    ("np.sqrt(np.reshape(var, kept) + eps)", "(np.sqrt(np.reshape(var, kept)) + eps)"),
]
