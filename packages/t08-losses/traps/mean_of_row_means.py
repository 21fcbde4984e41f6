"""Each row is averaged first, so a short row counts as much as a long one."""

EXERCISE = "masked_mean"
MESSAGE = "padding is in neither sum nor count"
CHANGES = [
    (
        "return np.sum(np.where(mask, values, 0.0)) * (1 / count)",
        """
rows = np.sum(np.where(mask, values, 0.0), axis=-1) / np.maximum(mask.sum(axis=-1), 1)
return np.mean(rows)
""",
    ),
]
