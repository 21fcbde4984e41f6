"""Nesterov adds the velocity from before the gradient came in."""

EXERCISE = "sgd_update"
MESSAGE = "new velocity"


def sgd_update(p, g, buf, *, lr, momentum, dampening, nesterov, weight_decay, first):
    g = g + weight_decay * p
    if buf is None:
        p -= lr * g
        return
    old = buf.copy()
    buf[...] = g if first else momentum * buf + (1 - dampening) * g
    p -= lr * (g + momentum * old if nesterov else buf)
