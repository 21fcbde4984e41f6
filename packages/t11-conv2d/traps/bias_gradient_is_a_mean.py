"""Averaged over places and samples."""

EXERCISE = "conv2d_bias_gradient_naive"
MESSAGE = "g is summed over all but the channels"
CHANGES = [
    ("np.sum(g, axis=(0, 2, 3))", "np.mean(g, axis=(0, 2, 3))"),
]
