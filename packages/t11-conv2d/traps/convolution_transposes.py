"""Transposed instead of turned."""

EXERCISE = "convolve2d"
MESSAGE = "copy of the kernel around every pixel"
CHANGES = [("kernel[::-1, ::-1]", "kernel.T")]
