"""The taps' rows and columns are exchanged."""

EXERCISE = "depthwise_weight_gradient"
MESSAGE = "sum of g times the pixel"
CHANGES = [
    (
        "for i, j, a, b in tap_pairs",
        "for j, i, a, b in tap_pairs",
    ),
    (
        "out = np.zeros((c, m, *kernel), g.dtype)",
        "out = np.zeros((c, m, max(kernel), max(kernel)), g.dtype)",
    ),
    (
        "return out.reshape(c * m, 1, *kernel)",
        "return out[:, :, : kernel[0], : kernel[1]].reshape(c * m, 1, *kernel)",
    ),
]
