"""Every layer is a tanh layer, the last one too."""

EXERCISE = "MLP.__init__"
MESSAGE = "none after the last"
CHANGES = [
    ("linear=i == last, ", ""),
]
