"""Every reshape copies: right values, but writing to it changes nothing."""

EXERCISE = "StridedArray.reshape"
MESSAGE = "nothing is copied"
CHANGES = [
    ("if strides is not None and not copy:", "if strides is not None and copy is False:"),
]
