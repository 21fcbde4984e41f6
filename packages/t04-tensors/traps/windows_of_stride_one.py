"""The place inside a window has stride 1, as if every axis were dense."""

EXERCISE = "sliding_windows"
MESSAGE = "with its stride of 2"
CHANGES = [
    ("tuple(array.strides[k] for k in axes)", "(1,) * len(axes)"),
]
