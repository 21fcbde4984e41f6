"""Momentum is written as a running mean, as Adam has it: the step is ten times too short."""

EXERCISE = "sgd_update"
MESSAGE = "no running mean"


def sgd_update(p, g, buf, *, lr, momentum, dampening, nesterov, weight_decay, first):
    g = g + weight_decay * p
    if buf is None:
        p -= lr * g
        return
    buf[...] = g if first else momentum * buf + (1 - momentum) * (1 - dampening) * g
    p -= lr * (g + momentum * buf if nesterov else buf)
