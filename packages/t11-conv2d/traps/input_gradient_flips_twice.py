"""The kernel is flipped although g is spread, not gathered."""

EXERCISE = "conv2d_input_gradient_naive"
MESSAGE = "weight * g from every window"
CHANGES = [
    (
        "padded[n, :, rows, columns] += g[n, o, i, j] * weight[o]",
        "padded[n, :, rows, columns] += g[n, o, i, j] * weight[o, :, ::-1, ::-1]",
    ),
]
