"""The places are those among the mistakes."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "probabilities 0.999"
CHANGES = [
    (
        'wrong[np.argsort(doubt[wrong], kind="stable")]',
        'np.argsort(doubt[wrong], kind="stable")',
    ),
]
