"""Padding counts once, as if it were added at one end only."""

EXERCISE = "output_size"
MESSAGE = "both paddings count"
CHANGES = [
    ("padded = size + sum(padding)", "padded = size + padding[0]"),
]
