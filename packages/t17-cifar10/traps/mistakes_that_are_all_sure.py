"""Probabilities that round to 1 are compared."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "are both 1 in float32"
CHANGES = [
    ("np.logaddexp.reduce(behind, axis=1)", "-1 / (1 + np.exp(behind).sum(axis=1))"),
]
