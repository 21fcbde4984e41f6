"""The last row and column are included."""

EXERCISE = "cutout"
MESSAGE = "rows and columns from size // 2 before"
CHANGES = [
    ("places < size", "places <= size"),
]
