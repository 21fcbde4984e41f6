"""One window is one row: the transposed matrix."""

EXERCISE = "im2col"
MESSAGE = "column p is window p"
CHANGES = [("out_h * out_w)", "out_h * out_w).swapaxes(1, 2)")]
