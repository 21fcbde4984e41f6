"""The axis that a one-dimensional operand got is not dropped again."""

EXERCISE = "Arithmetic.__matmul__"
MESSAGE = "an added axis is dropped again"
CHANGES = [
    ("return result[..., *drop]", "return result"),
]
