"""A repeated label takes the stride of its last axis: a row instead of the diagonal."""

EXERCISE = "label_strides"
MESSAGE = "a step down and a step right"
CHANGES = [
    ("total[label] += stride", "total[label] = stride"),
]
