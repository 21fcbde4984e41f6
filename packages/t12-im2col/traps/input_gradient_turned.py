"""The gradient's memory is taken for (H, C, W, N), whatever lies there."""

EXERCISE = "conv2d_input_gradient"
MESSAGE = "every window adds weight * g"
CHANGES = [("rows(batch_innermost(g))", "np.ascontiguousarray(g).reshape(rows(g).shape)")]
