"""A slope of 1 gives 8."""

EXERCISE = "sobel"
MESSAGE = "gives eight times the slope"
CHANGES = [
    ("SOBEL.astype(picture.dtype) / 8", "SOBEL.astype(picture.dtype)"),
]
