"""Overlaps are averaged, which undoes im2col and is not its adjoint."""

EXERCISE = "col2im"
MESSAGE = "overlaps add up"


def col2im(columns, size, kernel_size, *, stride=1, padding=0, dilation=1):
    kernel = pair(kernel_size, "kernel_size")
    grid = window_grid(size, kernel, stride, padding, dilation)
    ((top, bottom), (left, right)), _, _, out_size = grid
    n, c = len(columns), columns.shape[1] // (kernel[0] * kernel[1])
    shape = (n, c, size[0] + top + bottom, size[1] + left + right)
    padded, count = np.zeros(shape, columns.dtype), np.zeros(shape[2:], columns.dtype)
    parts = columns.reshape(n, c, *kernel, *out_size)
    for i, j, down, across in taps(kernel, *grid[1:]):
        padded[:, :, down, across] += parts[:, :, i, j]
        count[down, across] += 1
    padded /= np.maximum(count, 1)
    return padded[:, :, top : top + size[0], left : left + size[1]]
