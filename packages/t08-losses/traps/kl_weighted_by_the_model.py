"""The model's q weighs the differences: KL in the other direction."""

EXERCISE = "divergence"
MESSAGE = "the target p weighs"
CHANGES = [
    (
        "return products(p, gap, reduction) * share",
        "return products(np.exp(log_q), gap, reduction) * share",
    ),
]
