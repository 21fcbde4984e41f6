"""Scores are clipped to +-30: no overflow, but small probabilities are wrong."""

EXERCISE = "logistic"
MESSAGE = "so would clipping the scores"


def logistic(s):
    return 1 / (1 + np.exp(-np.clip(s, -30, 30)))
