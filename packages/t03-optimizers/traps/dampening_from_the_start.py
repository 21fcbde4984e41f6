"""The first gradient is dampened as well, because the velocity starts at 0."""

EXERCISE = "sgd_update"
MESSAGE = "first step"


def sgd_update(p, g, buf, *, lr, momentum, dampening, nesterov, weight_decay, first):
    g = g + weight_decay * p
    if buf is None:
        p -= lr * g
        return
    buf[...] = momentum * buf + (1 - dampening) * g
    p -= lr * (g + momentum * buf if nesterov else buf)
