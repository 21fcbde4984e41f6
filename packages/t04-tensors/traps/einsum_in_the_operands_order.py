"""The strides are returned in the operand's order of axes, not in the one asked for."""

EXERCISE = "label_strides"
MESSAGE = "whatever order they are asked for in"


def label_strides(labels, shape, strides, order):
    known = dict(zip(labels, strides, strict=True))
    mine = [label for label in labels if label in order]
    return tuple(known[label] for label in mine) + (0,) * (len(order) - len(mine))
