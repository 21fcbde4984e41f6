"""The score is compared, not the probability."""

EXERCISE = "most_confident_mistakes"
MESSAGE = "a high score is sure only beside low ones"
CHANGES = [
    ("sureness = 1 / shifted.sum(axis=1)", "sureness = scores.max(axis=1)"),
]
