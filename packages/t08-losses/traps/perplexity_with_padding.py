"""The mask is ignored."""

EXERCISE = "perplexity"
MESSAGE = "a padded one of loss 0 would flatter"
CHANGES = [
    (
        "mean = np.mean(losses) if mask is None else masked_mean(losses, mask)",
        "mean = np.mean(losses)",
    ),
]
