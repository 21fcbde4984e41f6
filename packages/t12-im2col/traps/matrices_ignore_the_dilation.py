"""The rows under the kernel are neighbours."""

EXERCISE = "row_matrices"
MESSAGE = "i * stride + dilation"
CHANGES = [("dilation * row,", "row,")]
