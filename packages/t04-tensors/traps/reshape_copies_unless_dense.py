"""Any array with gaps is copied, though strides exist for many of them."""

EXERCISE = "view_strides"
MESSAGE = "yours None, expected (6, 2)"


def view_strides(shape, strides, new_shape):
    if strides == contiguous_strides(shape) or 0 in shape:
        return contiguous_strides(new_shape)
    return None
