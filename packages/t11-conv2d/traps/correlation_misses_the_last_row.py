"""The last places of the kernel are left out."""

EXERCISE = "correlate2d"
MESSAGE = "the kernel lies on the picture"
CHANGES = [
    ("for i in range(out_h):", "for i in range(out_h - 1):"),
]
