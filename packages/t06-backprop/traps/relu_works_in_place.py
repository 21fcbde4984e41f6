"""The output overwrites x, which the layer before has kept for its own backward."""

EXERCISE = "ReLULayer.forward"
MESSAGE = "x belongs to the caller"
CHANGES = [
    ("np.maximum(x, 0)", "np.maximum(x, 0, out=x)"),
]
