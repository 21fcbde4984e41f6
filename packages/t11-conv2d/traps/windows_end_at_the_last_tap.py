"""The end of a slice is not part of it: the last tap is missing."""

EXERCISE = "windows"
MESSAGE = "pixels after its neighbour"
CHANGES = [
    ("span_h = dilation_h * (kernel_h - 1) + 1", "span_h = dilation_h * (kernel_h - 1)"),
    ("span_w = dilation_w * (kernel_w - 1) + 1", "span_w = dilation_w * (kernel_w - 1)"),
]
