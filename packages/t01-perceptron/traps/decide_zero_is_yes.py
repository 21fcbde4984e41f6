"""A tie counts as a yes."""

EXERCISE = "decide"
MESSAGE = "here it gets -1"


def decide(scores):
    return np.where(scores >= 0, 1, -1)
