"""The last tap multiplies the first pixel: the kernel is flipped."""

EXERCISE = "conv2d_by_shifts"
MESSAGE = "sees the padded picture from row a * dilation"
CHANGES = [
    ("weight[:, :, a, b] @ flat", "weight[:, :, -1 - a, -1 - b] @ flat"),
]
