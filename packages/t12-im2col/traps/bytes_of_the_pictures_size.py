"""The columns are counted as if every pixel had a window."""

EXERCISE = "im2col_bytes"
MESSAGE = "N * C * KH * KW * OH * OW"
CHANGES = [("out_h * out_w *", "size[0] * size[1] *")]
