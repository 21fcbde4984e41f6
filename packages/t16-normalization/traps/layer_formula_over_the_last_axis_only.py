"""normalized_shape (5, 3) is read as if only the 3 counted."""

EXERCISE = "layer_norm_naive"
MESSAGE = "all of the last axes together"
CHANGES = [
    (
        "tuple(range(-len(trailing_shape(normalized_shape)), 0))",
        "(-1,)",
    ),
]
