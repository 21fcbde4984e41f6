"""An integer is treated like a slice of one element."""

EXERCISE = "index_layout"
MESSAGE = "leaves the other axes as they are"
CHANGES = [
    (
        """
        offset += entry % size * stride
        """,
        """
        offset += entry % size * stride
        new_shape.append(1)
        new_strides.append(stride)
        """,
    ),
]
