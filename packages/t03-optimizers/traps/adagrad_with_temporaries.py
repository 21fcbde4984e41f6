"""Right in its numbers, but every line makes new arrays."""

EXERCISE = "adagrad_update"
MESSAGE = "allocated"


def adagrad_update(p, g, total, s, *, lr, eps):
    total += g * g
    p -= lr * g / (np.sqrt(total) + eps)
