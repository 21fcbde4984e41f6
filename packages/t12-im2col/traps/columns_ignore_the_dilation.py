"""The taps stay side by side."""

EXERCISE = "im2col"
MESSAGE = "their taps dilation pixels"
CHANGES = [("stride, padding, dilation)", "stride, padding, 1)")]
