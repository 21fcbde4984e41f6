"""Dilation is not handed on."""

EXERCISE = "max_pool2d"
MESSAGE = "expected (3, 2"
CHANGES = [
    (
        "stride, padding, dilation, ceil_mode)",
        "stride, padding, 1, ceil_mode)",
    ),
]
