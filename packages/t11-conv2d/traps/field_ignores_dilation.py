"""The taps of a dilated kernel lie further apart."""

EXERCISE = "receptive_field"
MESSAGE = "a layer adds dilation"
CHANGES = [
    ("size += dilation * (kernel - 1) * step", "size += (kernel - 1) * step"),
]
