"""The kernel begins at the first pixel, padding or not."""

EXERCISE = "shifted_copies"
MESSAGE = "k * dilation - left"
CHANGES = [("start = k * dilation - left", "start = k * dilation")]
