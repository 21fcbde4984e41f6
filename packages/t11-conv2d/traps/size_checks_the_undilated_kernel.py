"""The kernel is compared before it is dilated, and a negative size comes out."""

EXERCISE = "output_size"
MESSAGE = "must raise ValueError"
CHANGES = [
    ("if span > padded:", "if kernel > padded:"),
]
