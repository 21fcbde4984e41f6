"""Labels 0 and 1 are let in: y * x is zero for every row of class 0, and those are never learnt."""

EXERCISE = "check_labels"
MESSAGE = "stop the learning silently"


def check_labels(y, rows):
    return np.asarray(y, dtype=np.float64)
