"""It is counted from the largest size backwards."""

EXERCISE = "output_padding_for"
MESSAGE = "makes 4 pixels of 7 and of 8"
CHANGES = [
    (
        "return wanted - smallest",
        "return smallest + stride - 1 - wanted",
    ),
]
