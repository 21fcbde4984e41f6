"""The strides are compared as they are, those of axes of size 1 too."""

EXERCISE = "is_contiguous"
MESSAGE = "axis of size 1 is never used"
CHANGES = [
    ("n == 1 or stride == expected", "stride == expected"),
]
