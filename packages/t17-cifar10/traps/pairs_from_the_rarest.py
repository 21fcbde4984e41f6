"""The rarest pair stands first."""

EXERCISE = "confused_pairs"
MESSAGE = "sorted by how often"
CHANGES = [
    ("np.argsort(-times", "np.argsort(times"),
]
