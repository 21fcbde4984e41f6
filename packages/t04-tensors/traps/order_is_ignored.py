"""Column-major order gets row-major strides."""

EXERCISE = "contiguous_strides"
MESSAGE = "the first axis is dense"


def contiguous_strides(shape, order="C"):
    strides, stride = [], 1
    for n in reversed(shape):
        strides.append(stride)
        stride *= n
    return tuple(reversed(strides))
