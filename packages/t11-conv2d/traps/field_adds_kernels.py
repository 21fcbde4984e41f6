"""Kernels are added up: neighbours share pixels, each layer adds one less."""

EXERCISE = "receptive_field"
MESSAGE = "each as far apart in"
CHANGES = [
    ("size += dilation * (kernel - 1) * step", "size += dilation * kernel * step"),
]
