"""The order is the other way."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "probabilities 0.999"
CHANGES = [
    ("np.argsort(doubt", "np.argsort(-doubt"),
]
