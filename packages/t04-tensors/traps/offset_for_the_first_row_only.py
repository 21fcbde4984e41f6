"""The offset is added to the first cell alone, not to all of them."""

EXERCISE = "flat_offsets"
MESSAGE = "every element's cell"


def flat_offsets(shape, strides, offset=0):
    if 0 in shape:
        return np.empty(0, dtype=np.intp)
    cells = np.zeros(1, dtype=np.intp)
    for n, stride in zip(shape, strides, strict=True):
        if n > 1:
            cells = np.repeat(cells, n) + np.tile(np.arange(n, dtype=np.intp) * stride, len(cells))
    cells[0] += offset
    return cells
