"""The result lies in memory as NumPy would have it."""

EXERCISE = "avg_pool2d"
MESSAGE = "must lie batch-innermost"
CHANGES = [
    (
        "return from_rows(out), lambda g: (_spread",
        'return from_rows(out).copy(order="C"), lambda g: (_spread',
    ),
]
