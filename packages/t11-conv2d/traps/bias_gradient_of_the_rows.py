"""Channels taken for the last axis."""

EXERCISE = "conv2d_bias_gradient_naive"
MESSAGE = "g is summed over all but the channels"
CHANGES = [
    ("np.sum(g, axis=(0, 2, 3))", "np.sum(g, axis=(0, 1, 2))"),
]
