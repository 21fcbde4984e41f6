"""1 is subtracted at the target after the division by N."""

EXERCISE = "class_cross_entropy"
MESSAGE = "(p - y) / N"
CHANGES = [
    (
        "gradient = subtract_at_(gradient, index, scale * own)",
        "gradient = subtract_at_(gradient, index, own)",
    ),
]
