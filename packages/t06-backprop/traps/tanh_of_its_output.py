"""The slope is computed at the kept output, as if that were x."""

EXERCISE = "TanhLayer.backward"
MESSAGE = "layer kept tanh(x), not x"
CHANGES = [
    ("out * out", "np.tanh(out) ** 2"),
]
