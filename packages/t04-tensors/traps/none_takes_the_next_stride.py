"""None makes an axis with the stride of the axis behind it, which does not exist at the end."""

EXERCISE = "index_layout"
MESSAGE = "one of size 1 and stride 0"
CHANGES = [
    ("new_strides.append(0)", "new_strides.append(strides[axis] if axis < len(shape) else 1)")
]
