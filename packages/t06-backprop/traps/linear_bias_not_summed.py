"""The bias gets one gradient per row, of shape (N, out)."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "a gradient has the shape of its array"
CHANGES = [
    ("g.sum(axis=0)", "g"),
]
