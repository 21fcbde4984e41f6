"""A kernel as large as the picture is refused, though it has one place."""

EXERCISE = "output_size"
MESSAGE = "the kernel spans"
CHANGES = [
    ("if span > padded:", "if span >= padded:"),
]
