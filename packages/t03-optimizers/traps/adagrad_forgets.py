"""The sum of squares is replaced instead of added to, so that every step has size lr."""

EXERCISE = "adagrad_update"
MESSAGE = "sum of all the squared gradients"


def adagrad_update(p, g, total, s, *, lr, eps):
    total[...] = g * g
    p -= lr * g / (np.sqrt(total) + eps)
