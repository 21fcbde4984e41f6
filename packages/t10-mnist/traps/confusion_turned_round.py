"""Rows and columns are swapped: what it was taken for stands where it is belongs."""

EXERCISE = "confusion_matrix"
MESSAGE = "row: what it is, column: what it was taken for"
CHANGES = [
    ("target * classes + predicted", "predicted * classes + target"),
]
