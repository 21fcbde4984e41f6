"""m is updated before the sign is taken."""

EXERCISE = "lion_update"
MESSAGE = "before m is"


def lion_update(p, g, m, s, signs, *, lr, beta1, beta2, weight_decay):
    m[...] = beta2 * m + (1 - beta2) * g
    p -= lr * (np.sign(beta1 * m + (1 - beta1) * g) + weight_decay * p)
