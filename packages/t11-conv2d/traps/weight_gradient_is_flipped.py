"""Flipped, as in a derivation that began with a true convolution."""

EXERCISE = "conv2d_weight_gradient_naive"
MESSAGE = "x * g is summed over all"
CHANGES = [
    ("return out", "return out[:, :, ::-1, ::-1]"),
]
