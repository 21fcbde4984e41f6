"""Decay is subtracted beside lr instead of inside it."""

EXERCISE = "lion_update"
MESSAGE = "1 - lr * weight_decay"


def lion_update(p, g, m, s, signs, *, lr, beta1, beta2, weight_decay):
    step = np.sign(beta1 * m + (1 - beta1) * g)
    m[...] = beta2 * m + (1 - beta2) * g
    p -= lr * step + weight_decay * p
