"""The norm is taken along dim, not over all other axes."""

EXERCISE = "weight_norm"
MESSAGE = "the norm over all axes but dim"
CHANGES = [
    (
        "axis=norm_axes(v, dim), keepdims",
        "axis=dim, keepdims",
    ),
]
