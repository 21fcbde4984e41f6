"""The 1/2 of the penalty is overlooked: its derivative is taken as 2 * weight_decay * p."""

EXERCISE = "add_l2"
MESSAGE = "weight_decay / 2"


def add_l2(g, p, weight_decay, out):
    out[...] = g + 2 * weight_decay * p
