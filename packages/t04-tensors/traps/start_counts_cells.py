"""The start of a slice is added to the offset without the axis's stride."""

EXERCISE = "index_layout"
MESSAGE = "multiply it by the axis's stride"
CHANGES = [
    ("offset += start * stride", "offset += start"),
]
