"""The window's start is multiplied by the dilation as well."""

EXERCISE = "windows"
MESSAGE = "pixels after its neighbour"
CHANGES = [
    (
        "slice(i * stride_h, i * stride_h + span_h, dilation_h),",
        "slice(i * stride_h * dilation_h, i * stride_h * dilation_h + span_h, dilation_h),",
    ),
]
