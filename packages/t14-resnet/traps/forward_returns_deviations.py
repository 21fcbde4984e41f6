"""inv_std comes back where the variance was asked for."""

EXERCISE = "norm_forward"
MESSAGE = "the moments that were used come back"
CHANGES = [
    (
        "return out, (mean, var)",
        "return out, (mean, 1 / np.sqrt(var + eps))",
    ),
]
