"""The strides of a dense array of the new shape are returned, whatever the old strides are."""

EXERCISE = "view_strides"
MESSAGE = "the walk jumps back"


def view_strides(shape, strides, new_shape):
    return contiguous_strides(new_shape)
