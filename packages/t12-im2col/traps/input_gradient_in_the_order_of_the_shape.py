"""The result is copied to the order N, C, H, W."""

EXERCISE = "conv2d_input_gradient"
MESSAGE = "must lie batch-innermost"
CHANGES = [("(h, c, w, n), *options))", "(h, c, w, n), *options)).copy()")]
