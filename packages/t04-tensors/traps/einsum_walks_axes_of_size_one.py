"""An axis of size 1 keeps its stride though its label is longer elsewhere."""

EXERCISE = "label_strides"
MESSAGE = "repeated for the sizes of the other operands"
CHANGES = [
    ("if n > 1:", "if n > 0:"),
]
