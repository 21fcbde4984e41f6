"""The slices have no end: with a stride the taps see pictures of different sizes."""

EXERCISE = "conv2d_by_shifts"
MESSAGE = "cannot reshape array"
CHANGES = [
    (
        "rows = slice(top, top + (out_h - 1) * stride[0] + 1, stride[0])",
        "rows = slice(top, None, stride[0])",
    ),
    (
        "columns = slice(left, left + (out_w - 1) * stride[1] + 1, stride[1])",
        "columns = slice(left, None, stride[1])",
    ),
]
