"""The mean over samples: the loss has divided by them already."""

EXERCISE = "conv2d_weight_gradient_naive"
MESSAGE = "not averaged"
CHANGES = [
    ("return out", "return out / len(x)"),
]
