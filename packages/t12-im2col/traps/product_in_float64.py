"""A bias of zeros stands in for None, and promotes."""

EXERCISE = "conv2d_columns"
MESSAGE = "a missing bias counts as 0"
CHANGES = [
    ("if bias is not None:", "bias = np.ones(len(weight), x.dtype) if bias is None else bias"),
    ("    out += bias[:, None]", "out += bias[:, None]"),
]
