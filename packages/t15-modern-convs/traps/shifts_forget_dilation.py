"""The taps lie next to each other whatever the dilation."""

EXERCISE = "depthwise_by_shifts"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "slice(i * gap_h, i * gap_h + (out_h - 1) * stride_h + 1, stride_h)",
        "slice(i, i + (out_h - 1) * stride_h + 1, stride_h)",
    ),
]
