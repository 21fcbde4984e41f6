"""The root of the sum of squares is forgotten."""

EXERCISE = "weight_norm"
MESSAGE = "has length 5"
CHANGES = [
    (
        "np.sqrt(np.sum(v * v, axis=norm_axes(v, dim), keepdims=True))",
        "np.sum(v * v, axis=norm_axes(v, dim), keepdims=True)",
    ),
]
