"""(x_hat + bias) * weight."""

EXERCISE = "layer_norm"
MESSAGE = "sqrt(var + eps) * weight + bias"
CHANGES = [
    (
        "out[start:stop] += flat_bias",
        "out[start:stop] += flat_bias * scale",
    ),
]
