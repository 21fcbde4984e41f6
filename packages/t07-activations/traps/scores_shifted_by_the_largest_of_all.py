"""One maximum for the whole table: rows far below it vanish."""

EXERCISE = "safe_scores"
MESSAGE = "expected positive"


def safe_scores(x, axis):
    return x - x.max(initial=-np.inf)
