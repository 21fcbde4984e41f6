"""The bias stands inside the sum: it is added once for every tap."""

EXERCISE = "conv2d_naive"
MESSAGE = "out[n, o, i, j] = bias[o]"
CHANGES = [
    (
        "np.sum(padded[n, :, rows, columns] * weight[o]) + shift",
        "np.sum(padded[n, :, rows, columns] * weight[o] + shift)",
    ),
]
