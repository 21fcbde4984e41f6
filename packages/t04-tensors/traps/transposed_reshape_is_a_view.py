"""Reshape keeps the buffer whatever the strides are: a transposed array is read wrongly."""

EXERCISE = "StridedArray.reshape"
MESSAGE = "its buffer's order would be"


def reshape(self, *shape, copy=None):
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = shape[0]
    return self.view(infer_shape(shape, self.size), None)
