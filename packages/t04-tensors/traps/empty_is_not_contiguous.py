"""An empty array is judged by strides that no element uses."""

EXERCISE = "is_contiguous"
MESSAGE = "without elements has no gap"


def is_contiguous(shape, strides, order="C"):
    wanted = zip(shape, strides, contiguous_strides(shape, order), strict=True)
    return all(n == 1 or stride == expected for n, stride, expected in wanted)
