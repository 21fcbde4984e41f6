"""The pictures are taken for rows already."""

EXERCISE = "max_pool2d"
MESSAGE = "lines must be rows (H, C, W, N)"
CHANGES = [
    ("lines = rows(batch_innermost(x))", "lines = batch_innermost(x)"),
]
