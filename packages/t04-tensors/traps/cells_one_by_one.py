"""Python computes every cell: right, and a million elements take a second."""

EXERCISE = "flat_offsets"
MESSAGE = "loop over axes, not over elements"


def flat_offsets(shape, strides, offset=0):
    if 0 in shape:
        return np.empty(0, dtype=np.intp)
    cells = [offset]
    for n, stride in zip(shape, strides, strict=True):
        cells = [cell + i * stride for cell in cells for i in range(n)]
    return np.array(cells, dtype=np.intp)
