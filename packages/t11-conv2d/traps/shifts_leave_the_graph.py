"""Added up in place into an array: a tensor has no place there."""

EXERCISE = "conv2d_by_shifts"
MESSAGE = "in-place operator on an array"
CHANGES = [
    ("out = 0", "out = np.zeros((x.shape[0], weight.shape[0], out_h * out_w))"),
    ("out = out + weight[:, :, a, b] @ flat", "out += weight[:, :, a, b] @ flat"),
]
