"""`np.sign` answers a tie with 0, which is neither label."""

EXERCISE = "decide"
MESSAGE = "still needs one of the two labels"


def decide(scores):
    return np.sign(scores).astype(int)
