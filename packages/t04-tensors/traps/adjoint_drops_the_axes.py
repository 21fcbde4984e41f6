"""Axes of size 1 are summed and disappear, so the shape is not the one asked for."""

EXERCISE = "sum_to_shape"
MESSAGE = "its axis of size 1 stays"
CHANGES = [
    ("keepdims=True", "keepdims=False"),
]
