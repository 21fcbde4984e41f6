"""Rows are taken for columns: pictures are transposed on the way."""

EXERCISE = "warp"
MESSAGE = "pixel (y, x) comes from"
CHANGES = [
    ("y, x = places(maps, height, width)  # (B, H W) each", "x, y = places(maps, height, width)"),
]
