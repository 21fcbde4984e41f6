"""beta2 makes the step and beta1 the memory, the other way round."""

EXERCISE = "lion_update"
MESSAGE = "against the sign of beta1 * m"


def lion_update(p, g, m, s, signs, *, lr, beta1, beta2, weight_decay):
    step = np.sign(beta2 * m + (1 - beta2) * g)
    m[...] = beta1 * m + (1 - beta1) * g
    p -= lr * (step + weight_decay * p)
