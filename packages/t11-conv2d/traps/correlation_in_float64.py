"""np.zeros(shape) is float64 whatever the picture is."""

EXERCISE = "correlate2d"
MESSAGE = "float32 in, float32 out"
CHANGES = [
    ("out = np.zeros_like(picture, shape=(out_h, out_w))", "out = np.zeros((out_h, out_w))"),
]
