"""Every window begins one pixel after its neighbour."""

EXERCISE = "windows"
MESSAGE = "pixels after its neighbour"
CHANGES = [
    (
        "slice(i * stride_h, i * stride_h + span_h, dilation_h),",
        "slice(i, i + span_h, dilation_h),",
    ),
    (
        "slice(j * stride_w, j * stride_w + span_w, dilation_w),",
        "slice(j, j + span_w, dilation_w),",
    ),
]
