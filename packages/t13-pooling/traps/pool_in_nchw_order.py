"""The pictures are taken for rows already."""

EXERCISE = "max_pool2d"
MESSAGE = "expected (6, 2, 2, 3)"
CHANGES = [
    ("lines = rows(batch_innermost(x))", "lines = batch_innermost(x)"),
]
