"""The penalty is added to the gradient itself, where the next reader finds it."""

EXERCISE = "add_l2"
MESSAGE = "g was changed"


def add_l2(g, p, weight_decay, out):
    g += weight_decay * p
    out[...] = g
