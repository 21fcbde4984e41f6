"""The mean of the exponentials: one bad token rules."""

EXERCISE = "perplexity"
MESSAGE = "the geometric mean"
CHANGES = [
    (
        """
mean = np.mean(losses) if mask is None else masked_mean(losses, mask)
return np.exp(mean)
""",
        "return np.mean(np.exp(losses)) if mask is None else masked_mean(np.exp(losses), mask)",
    ),
]
