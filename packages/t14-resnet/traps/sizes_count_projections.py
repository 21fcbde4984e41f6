"""Projections are counted as layers."""

EXERCISE = "gradient_sizes"
MESSAGE = "shape"
CHANGES = [
    (
        ' and "downsample" not in name',
        "",
    ),
]
