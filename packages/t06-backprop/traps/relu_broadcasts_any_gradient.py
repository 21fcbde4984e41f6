"""A gradient of another shape is broadcast without a word."""

EXERCISE = "ReLULayer.backward"
MESSAGE = "call require_shape"
CHANGES = [
    ("self.require_shape(g, positive.shape)\n", ""),
]
