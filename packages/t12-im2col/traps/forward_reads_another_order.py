"""The memory of x is taken for (H, C, W, N), whatever lies there."""

EXERCISE = "conv2d_forward"
MESSAGE = "the same sum as t11"
CHANGES = [("rows(batch_innermost(x))", "np.ascontiguousarray(x).reshape(rows(x).shape)")]
