"""The cells of the axes before an empty one are made first, all of them."""

EXERCISE = "flat_offsets"
MESSAGE = "expected no integers"


def flat_offsets(shape, strides, offset=0):
    cells = np.array([offset])
    for n, stride in zip(shape, strides, strict=True):
        if n == 0:
            return np.array([])
        if n > 1 and 0 not in shape:
            cells = np.repeat(cells, n) + np.tile(np.arange(n) * stride, len(cells))
    return cells
