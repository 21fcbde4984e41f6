"""The parameters are shrunk at once instead of through the gradient."""

EXERCISE = "add_l2"
MESSAGE = "weight_decay * p"


def add_l2(g, p, weight_decay, out):
    p *= 1 - weight_decay
    out[...] = g
