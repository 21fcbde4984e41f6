"""m and v are used as they are, though they began at 0: the first step is 3 times too long."""

EXERCISE = "adam_update"
MESSAGE = "bias correction"


def adam_update(p, g, m, v, v_max, s, *, lr, beta1, beta2, eps, t):
    m[...] = beta1 * m + (1 - beta1) * g
    v[...] = beta2 * v + (1 - beta2) * g * g
    if v_max is not None:
        np.maximum(v_max, v, out=v_max)
        v = v_max
    c1, c2 = 1, 1
    p -= lr * (m / c1) / (np.sqrt(v / c2) + eps)
