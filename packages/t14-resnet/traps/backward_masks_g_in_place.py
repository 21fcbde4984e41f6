"""The incoming gradient is masked in place: other paths of the graph see it."""

EXERCISE = "norm_backward"
MESSAGE = "g goes other ways as well"
CHANGES = [
    (
        "g if out is None else np.empty_like(g)",
        "g",
    ),
]
