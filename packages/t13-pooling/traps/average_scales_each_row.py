"""A row of windows is scaled by the mean of its scales."""

EXERCISE = "average_forward"
MESSAGE = "times scale (OH, OW)"
CHANGES = [
    (
        "scale.astype(out.dtype)[:, None, :, None]",
        "scale.mean(axis=1).astype(out.dtype)[:, None, None, None]",
    ),
]
