"""The bias is added along the last axis, as for a linear layer."""

EXERCISE = "conv2d_naive"
MESSAGE = "out[n, o, i, j] = bias[o]"
CHANGES = [
    (
        "shift = 0 if bias is None else bias[o]",
        "bias = np.zeros(1, x.dtype) if bias is None else bias",
    ),
    ("* weight[o]) + shift", "* weight[o]) + bias[j % len(bias)]"),
]
