"""Backward runs with stride 1, no padding and no dilation."""

EXERCISE = "conv2d"
MESSAGE = "conv2d passes its options on"
CHANGES = [("conv2d_backward(g, x, weight, **options)", "conv2d_backward(g, x, weight)")]
