"""The bias' gradient is a mean."""

EXERCISE = "conv2d_columns_backward"
MESSAGE = "the sum of g over both"
CHANGES = [("g.sum(axis=(0, 2, 3))", "g.sum(axis=(0, 2, 3)) / max(g[:, 0].size, 1)")]
