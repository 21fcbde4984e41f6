"""The mean divides by all rows, ignored ones included."""

EXERCISE = "class_cross_entropy"
MESSAGE = "2 of 4 rows are ignored"
CHANGES = [
    (
        "shares(total_count, reduction)",
        "shares(len(x), reduction)",
    ),
]
