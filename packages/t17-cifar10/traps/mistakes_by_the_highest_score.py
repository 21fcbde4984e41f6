"""The score is compared, not the probability."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "a high score is sure only beside low ones"
CHANGES = [
    ("doubt = np.logaddexp.reduce(behind, axis=1)", "doubt = -scores.max(axis=1)"),
]
