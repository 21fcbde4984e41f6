"""Zeros outside count as black pixels: the rim gets dark."""

EXERCISE = "blur"
MESSAGE = "zeros around the picture are no pixels"
CHANGES = [
    ("return (total / share)[0, 0]", "return (total / kernel.sum())[0, 0]"),
]
