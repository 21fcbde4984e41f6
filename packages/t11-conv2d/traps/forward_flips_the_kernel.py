"""The kernel is flipped, as convolution means it in mathematics."""

EXERCISE = "conv2d_naive"
MESSAGE = "out[n, o, i, j] = bias[o]"
CHANGES = [
    (
        "np.sum(padded[n, :, rows, columns] * weight[o])",
        "np.sum(padded[n, :, rows, columns] * weight[o, :, ::-1, ::-1])",
    ),
]
