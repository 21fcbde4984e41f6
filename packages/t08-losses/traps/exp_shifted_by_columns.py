"""The maximum is taken over the rows (axis 0), the batch, and not over the classes."""

EXERCISE = "exponentials"
MESSAGE = "does not change when a number is added"
CHANGES = [
    (
        "raw(x).max(axis=1, keepdims=True)",
        "raw(x).max(axis=0, keepdims=True)",
    ),
]
