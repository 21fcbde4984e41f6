"""Strides are counted in bytes, as NumPy counts them."""

EXERCISE = "contiguous_strides"
MESSAGE = "12, then 4, then 1"
CHANGES = [
    ("strides, stride = [], 1", "strides, stride = [], 8"),
]
