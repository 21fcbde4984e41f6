"""The remainder of the wanted size is taken, without kernel and padding."""

EXERCISE = "output_padding_for"
MESSAGE = "makes 4 pixels of 7 and of 8"
CHANGES = [
    (
        "return wanted - smallest",
        "return wanted % stride",
    ),
]
