"""Pixels that leave on one side come back on the other."""

EXERCISE = "shifted_copies"
MESSAGE = "0 outside"


def shifted_copies(x, kernel_w, out_w, *, stride=1, dilation=1, above=0, below=0, left=0):
    h, c, w, n = x.shape
    copies = np.zeros((above + h + below, kernel_w, c, out_w, n), x.dtype)
    pixels = np.arange(out_w) * stride - left
    for k in range(kernel_w):
        copies[above : above + h, k] = x[:, :, (pixels + k * dilation) % w]
    return copies
