"""The update rebinds the local name p: the parameters never move."""

EXERCISE = "sgd_update"
MESSAGE = "in place"


def sgd_update(p, g, buf, *, lr, momentum, dampening, nesterov, weight_decay, first):
    g = g + weight_decay * p
    if buf is None:
        p = p - lr * g
        return
    buf[...] = g if first else momentum * buf + (1 - dampening) * g
    p = p - lr * (g + momentum * buf if nesterov else buf)
