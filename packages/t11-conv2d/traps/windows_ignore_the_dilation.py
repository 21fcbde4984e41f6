"""The taps are neighbours whatever the dilation."""

EXERCISE = "windows"
MESSAGE = "taps are dilation"
CHANGES = [
    ("span_h = dilation_h * (kernel_h - 1) + 1", "span_h, dilation_h = kernel_h, 1"),
    ("span_w = dilation_w * (kernel_w - 1) + 1", "span_w, dilation_w = kernel_w, 1"),
]
