"""A slice moves the offset, and its step is forgotten."""

EXERCISE = "index_layout"
MESSAGE = "steps over two rows"
CHANGES = [
    ("new_strides.append(step * stride)", "new_strides.append(stride)"),
]
