"""copy=True returns a view where one exists."""

EXERCISE = "StridedArray.reshape"
MESSAGE = "copy=True must not share"
CHANGES = [
    ("if strides is not None and not copy:", "if strides is not None:"),
]
