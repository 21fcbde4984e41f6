"""The mean over channels instead of their sum."""

EXERCISE = "conv2d_naive"
MESSAGE = "out[n, o, i, j] = bias[o]"
CHANGES = [
    (
        "np.sum(padded[n, :, rows, columns] * weight[o]) + shift",
        "np.sum(padded[n, :, rows, columns] * weight[o]) / x.shape[1] + shift",
    ),
]
