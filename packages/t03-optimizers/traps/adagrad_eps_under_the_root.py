"""eps is put under the root, where it counts as its own root."""

EXERCISE = "adagrad_update"
MESSAGE = "added to the root"


def adagrad_update(p, g, total, s, *, lr, eps):
    total += g * g
    p -= lr * g / np.sqrt(total + eps)
