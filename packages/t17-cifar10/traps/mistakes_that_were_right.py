"""The right ones are shown, too."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "rows 0 and 3 are right"
CHANGES = [
    ("np.flatnonzero(predicted != target)", "np.arange(len(target))"),
]
