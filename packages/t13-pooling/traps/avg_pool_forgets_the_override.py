"""divisor_override is not handed on."""

EXERCISE = "avg_pool2d"
MESSAGE = "override"
CHANGES = [
    ("count_include_pad, divisor_override)", "count_include_pad)"),
]
