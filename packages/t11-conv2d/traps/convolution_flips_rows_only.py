"""Only the rows change their order."""

EXERCISE = "convolve2d"
MESSAGE = "a convolution sets a copy of the kernel"
CHANGES = [
    ("kernel[::-1, ::-1]", "kernel[::-1]"),
]
