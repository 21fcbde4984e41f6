"""The weight's gradient is divided by the number of pictures."""

EXERCISE = "conv2d_columns_backward"
MESSAGE = "summed over the pictures"
CHANGES = [(".sum(axis=0)", ".mean(axis=0)")]
