"""Only the direct way: g * weight * inv_std."""

EXERCISE = "group_norm_backward"
MESSAGE = "mean and variance move with every x"
CHANGES = [
    (
        "-s * slope, s * (slope * m - offset), gb",
        "0 * s, 0 * s, gb",
    ),
]
