"""np.zeros(shape) widens float32."""

EXERCISE = "pad2d"
MESSAGE = "float32 in, float32 out"
CHANGES = [
    ("out = np.zeros_like(x, shape=shape)", "out = np.zeros(shape)"),
]
