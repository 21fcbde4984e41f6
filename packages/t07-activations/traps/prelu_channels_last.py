"""The weight is broadcast against the last axis, as NumPy does by itself."""

EXERCISE = "prelu"
MESSAGE = "shape"
CHANGES = [
    ("shape = channel_shape(x, weight)", "shape = weight.shape"),
]
