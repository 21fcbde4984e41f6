"""The mean of what was repeated is returned, not the sum."""

EXERCISE = "sum_to_shape"
MESSAGE = "1 + 10, 2 + 20, 3 + 30"
CHANGES = [
    ("total.sum(axis=tuple(range(new)))", "total.mean(axis=tuple(range(new)))"),
    ("array.sum(axis=repeated, keepdims=True)", "array.mean(axis=repeated, keepdims=True)"),
]
