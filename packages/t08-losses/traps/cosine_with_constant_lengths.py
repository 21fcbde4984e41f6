"""The lengths are treated as constants."""

EXERCISE = "cosine_embedding"
MESSAGE = "at right angles to the vector"
CHANGES = [
    (
        " - x * (slope * cosine / square)[..., None]",
        "",
    ),
]
