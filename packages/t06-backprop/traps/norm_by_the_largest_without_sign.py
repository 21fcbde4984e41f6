"""The largest value is not the largest size: a gradient of negative numbers gets a wrong norm."""

EXERCISE = "gradient_norm"
MESSAGE = "whatever their signs are"
CHANGES = [
    ("np.abs(grad).max(initial=0.0)", "grad.max(initial=0.0)"),
]
