"""The gradient is put through ReLU: its own sign decides, not that of the input."""

EXERCISE = "ReLULayer.backward"
MESSAGE = "whatever the sign of g is"
CHANGES = [
    ("g * positive", "np.maximum(g, 0)"),
]
