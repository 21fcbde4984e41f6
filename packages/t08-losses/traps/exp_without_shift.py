"""exp of the logits as they are."""

EXERCISE = "exponentials"
MESSAGE = "overflow"


def exponentials(x):
    e = np.exp(x)
    return x, e, row_sums(e)
