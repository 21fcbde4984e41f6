"""A kernel of 3 with dilation 2 taken for 6 pixels; its taps span 5."""

EXERCISE = "output_size"
MESSAGE = "a step is taken only where the whole kernel fits"
CHANGES = [
    ("span = dilation * (kernel - 1) + 1", "span = dilation * kernel"),
]
